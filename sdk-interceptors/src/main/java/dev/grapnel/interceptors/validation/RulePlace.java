package dev.grapnel.interceptors.validation;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Finds the message and field whose rules do not compile, which the library does not tell: by
 * compiling each part alone.
 */
final class RulePlace {

  private final Predicate<Descriptor> compiles;
  private final Set<Descriptor> seen = new HashSet<>();

  private RulePlace(Predicate<Descriptor> compiles) {
    this.compiles = compiles;
  }

  /** Returns the full name of a field, or of a message if the rule is its own. */
  static String find(Descriptor type, Predicate<Descriptor> compiles) {
    Descriptor culprit = new RulePlace(compiles).innermost(type).orElse(type);
    for (FieldDescriptor field : culprit.getFields()) {
      if (isBadAlone(field, compiles)) {
        return field.getFullName();
      }
    }
    return culprit.getFullName();
  }

  private Optional<Descriptor> innermost(Descriptor type) {
    if (!seen.add(type)) {
      return Optional.empty();
    }
    for (FieldDescriptor field : type.getFields()) {
      if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
        Optional<Descriptor> inside = innermost(field.getMessageType());
        if (inside.isPresent()) {
          return inside;
        }
      }
    }
    return compiles.test(type) ? Optional.empty() : Optional.of(type);
  }

  /** Compiles the field's message without the options of the message and its other fields. */
  private static boolean isBadAlone(FieldDescriptor field, Predicate<Descriptor> compiles) {
    FileDescriptor file = field.getFile();
    FileDescriptorProto.Builder copy = file.toProto().toBuilder();
    DescriptorProto.Builder message = builder(copy, field.getContainingType());
    message.clearOptions();
    for (int i = 0; i < message.getFieldCount(); i++) {
      if (i != field.getIndex()) {
        message.getFieldBuilder(i).clearOptions();
      }
    }
    try {
      FileDescriptor[] dependencies = file.getDependencies().toArray(new FileDescriptor[0]);
      FileDescriptor rebuilt = FileDescriptor.buildFrom(copy.build(), dependencies);
      return !compiles.test(same(rebuilt, field.getContainingType()));
    } catch (DescriptorValidationException needsWhatWasCleared) {
      return false;
    }
  }

  private static DescriptorProto.Builder builder(FileDescriptorProto.Builder file, Descriptor of) {
    return of.getContainingType() == null
        ? file.getMessageTypeBuilder(of.getIndex())
        : builder(file, of.getContainingType()).getNestedTypeBuilder(of.getIndex());
  }

  private static Descriptor same(FileDescriptor file, Descriptor as) {
    return as.getContainingType() == null
        ? file.getMessageTypes().get(as.getIndex())
        : same(file, as.getContainingType()).getNestedTypes().get(as.getIndex());
  }
}
