package dev.grapnel.protogen.breaking.protofile;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.DescriptorProto.ReservedRange;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.OneofDescriptorProto;
import com.squareup.wire.schema.Field;
import com.squareup.wire.schema.Location;
import com.squareup.wire.schema.internal.parser.EnumElement;
import com.squareup.wire.schema.internal.parser.ExtendElement;
import com.squareup.wire.schema.internal.parser.FieldElement;
import com.squareup.wire.schema.internal.parser.GroupElement;
import com.squareup.wire.schema.internal.parser.MessageElement;
import com.squareup.wire.schema.internal.parser.OneOfElement;
import com.squareup.wire.schema.internal.parser.TypeElement;
import dev.grapnel.protogen.diagnostic.Code;
import dev.grapnel.protogen.diagnostic.Diagnostic;
import dev.grapnel.protogen.diagnostic.Diagnostics;
import dev.grapnel.protogen.model.SourceLocation;
import dev.grapnel.protogen.schema.FieldNames;
import dev.grapnel.protogen.schema.OptionalFields;
import dev.grapnel.protogen.schema.ScalarType;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kotlin.ranges.IntRange;
import org.jspecify.annotations.Nullable;

/** Turns what Wire read of a message into a descriptor. */
final class WireMessage {

  /** Wire sorts what is in a message by kind; protoc keeps the order of the text. */
  private static final Comparator<Location> IN_TEXT =
      Comparator.comparingInt(Location::getLine).thenComparingInt(Location::getColumn);

  private static final Map<String, FieldDescriptorProto.Type> SCALARS =
      Stream.of(ScalarType.values())
          .collect(Collectors.toMap(ScalarType::keyword, ScalarType::descriptorType));

  private final String path;
  private final boolean proto3;
  private final Diagnostics diagnostics;

  WireMessage(String path, boolean proto3, Diagnostics diagnostics) {
    this.path = path;
    this.proto3 = proto3;
    this.diagnostics = diagnostics;
  }

  DescriptorProto message(MessageElement read) {
    DescriptorProto.Builder message = DescriptorProto.newBuilder().setName(read.getName());
    Map<Location, Runnable> parts = new TreeMap<>(IN_TEXT);
    read.getFields().forEach(one -> parts.put(one.getLocation(), () -> field(message, one, -1)));
    read.getOneOfs().forEach(one -> parts.put(one.getLocation(), () -> oneof(message, one)));
    read.getNestedTypes().forEach(one -> parts.put(one.getLocation(), () -> type(message, one)));
    parts.values().forEach(Runnable::run);
    read.getReserveds().stream()
        .flatMap(one -> one.getValues().stream())
        .forEach(value -> reserved(message, value));
    read.getExtensions().stream()
        .flatMap(one -> one.getValues().stream())
        .forEach(value -> extensionRange(message, value));
    refuseGroups(read.getName(), read.getGroups());
    extensions(read.getExtendDeclarations());
    if (WireOptions.any(read.getOptions())) {
      WireOptions.set(read.getOptions(), message.getOptionsBuilder());
    }
    OptionalFields.addOneofs(message);
    return message.build();
  }

  private void type(DescriptorProto.Builder message, TypeElement read) {
    if (read instanceof MessageElement nested) {
      message.addNestedType(message(nested));
    } else if (read instanceof EnumElement nested) {
      message.addEnumType(WireFile.enumeration(nested));
    }
  }

  private void oneof(DescriptorProto.Builder message, OneOfElement read) {
    int index = message.getOneofDeclCount();
    message.addOneofDecl(OneofDescriptorProto.newBuilder().setName(read.getName()));
    read.getFields().forEach(choice -> field(message, choice, index));
    refuseGroups(read.getName(), read.getGroups());
  }

  private void field(DescriptorProto.Builder message, FieldElement read, int oneof) {
    FieldDescriptorProto.Builder field =
        message.addFieldBuilder().setName(read.getName()).setNumber(read.getTag());
    String jsonName = read.getJsonName();
    field.setJsonName(jsonName != null ? jsonName : FieldNames.jsonName(read.getName()));
    field.setLabel(label(read.getLabel()));
    if (oneof >= 0) {
      field.setOneofIndex(oneof);
    } else if (proto3 && read.getLabel() == Field.Label.OPTIONAL) {
      field.setProto3Optional(true);
    }
    if (WireOptions.any(read.getOptions())) {
      WireOptions.set(read.getOptions(), field.getOptionsBuilder());
    }
    String type = read.getType();
    if (type.startsWith("map<")) {
      int comma = type.indexOf(',');
      String entry = FieldNames.pascal(read.getName()) + "Entry";
      field
          .setLabel(Label.LABEL_REPEATED)
          .setType(FieldDescriptorProto.Type.TYPE_MESSAGE)
          .setTypeName(entry);
      DescriptorProto.Builder made = message.addNestedTypeBuilder().setName(entry);
      made.getOptionsBuilder().setMapEntry(true);
      entryField(made, "key", 1, type.substring(4, comma));
      entryField(made, "value", 2, type.substring(comma + 1, type.length() - 1));
    } else {
      setType(field, type);
    }
  }

  private static Label label(Field.@Nullable Label read) {
    if (read == Field.Label.REPEATED) {
      return Label.LABEL_REPEATED;
    }
    return read == Field.Label.REQUIRED ? Label.LABEL_REQUIRED : Label.LABEL_OPTIONAL;
  }

  private static void entryField(DescriptorProto.Builder to, String name, int number, String type) {
    setType(
        to.addFieldBuilder()
            .setName(name)
            .setJsonName(name)
            .setNumber(number)
            .setLabel(Label.LABEL_OPTIONAL),
        type.strip());
  }

  private static void setType(FieldDescriptorProto.Builder field, String written) {
    FieldDescriptorProto.Type scalar = SCALARS.get(written);
    if (scalar == null) {
      field.setTypeName(written);
    } else {
      field.setType(scalar);
    }
  }

  private static void reserved(DescriptorProto.Builder message, Object value) {
    if (value instanceof String name) {
      message.addReservedName(name);
    } else {
      message.addReservedRange(
          ReservedRange.newBuilder().setStart(first(value)).setEnd(last(value) + 1));
    }
  }

  private static void extensionRange(DescriptorProto.Builder message, Object value) {
    message.addExtensionRangeBuilder().setStart(first(value)).setEnd(last(value) + 1);
  }

  private static int first(Object value) {
    return value instanceof IntRange range ? range.getFirst() : (Integer) value;
  }

  private static int last(Object value) {
    return value instanceof IntRange range ? range.getLast() : (Integer) value;
  }

  /** Tells that extensions are left out, but for those that declare custom options. */
  void extensions(List<ExtendElement> extensions) {
    for (ExtendElement one : extensions) {
      if (!one.getName().startsWith("google.protobuf.")
          && !one.getName().startsWith(".google.protobuf.")) {
        add(
            Code.LOSSY,
            one.getLocation(),
            "extend " + one.getName(),
            "extensions are not read",
            "A change of them is not found.",
            "look at them yourself, or use fields");
      }
    }
  }

  private void refuseGroups(String around, List<GroupElement> groups) {
    for (GroupElement group : groups) {
      add(
          Code.PUBLISHED_UNREADABLE,
          group.getLocation(),
          around + "." + group.getName(),
          "groups cannot be read",
          "They are of proto2 and have a form of their own on the wire.",
          "give a descriptor set in a jar instead of text");
    }
  }

  private void add(Code code, Location at, String subject, String problem, String why, String fix) {
    diagnostics.add(
        new Diagnostic(code, new SourceLocation(path, at.getLine()), subject, problem, why, fix));
  }
}
