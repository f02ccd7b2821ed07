package dev.grapnel.protogen.breaking;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import dev.grapnel.protogen.diagnostic.Code;
import dev.grapnel.protogen.diagnostic.Diagnostic;
import dev.grapnel.protogen.diagnostic.Diagnostics;
import dev.grapnel.protogen.model.SourceLocation;
import dev.grapnel.protogen.schema.Origin;
import dev.grapnel.protogen.schema.ProtoEnum;
import dev.grapnel.protogen.schema.ProtoEnumValue;
import dev.grapnel.protogen.schema.ProtoField;
import dev.grapnel.protogen.schema.ProtoMessage;
import dev.grapnel.protogen.schema.Reserved;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The numbers that an existing message or enum gives to one of the model. */
final class ImportedNumbers {

  /** A lock names each number: a range up to the end of all numbers is cut here. */
  private static final int MAX_RANGE = 1_000;

  private final String name;
  private final String file;
  private final Diagnostics diagnostics;
  private final SortedMap<String, Integer> given = new TreeMap<>();
  private final List<Reserved> reserved = new ArrayList<>();

  ImportedNumbers(String name, String file, Diagnostics diagnostics) {
    this.name = name;
    this.file = file;
    this.diagnostics = diagnostics;
  }

  SortedMap<String, Integer> given() {
    return given;
  }

  void reservedInto(Map<String, List<Reserved>> all, String key) {
    if (!reserved.isEmpty()) {
      all.put(key, reserved);
    }
  }

  /** Matches fields; the descriptor is that of the wanted message. */
  void fields(ProtoMessage message, DescriptorProto wanted, DescriptorProto there) {
    Map<String, FieldDescriptorProto> left = new TreeMap<>();
    there.getFieldList().forEach(field -> left.put(field.getName(), field));
    Map<String, FieldDescriptorProto> described = new TreeMap<>();
    wanted.getFieldList().forEach(field -> described.put(field.getName(), field));
    for (ProtoField field : message.fields()) {
      FieldDescriptorProto old = left.remove(field.name());
      FieldDescriptorProto made = described.get(field.name());
      if (old != null && made != null) {
        compare(field.origin(), shape(old, there), shape(made, wanted));
        take(field.key(), field.name(), field.number(), 0, old.getNumber(), field.origin());
      }
    }
    left.values().forEach(field -> leave(field.getName(), field.getNumber()));
    reserve(NumberRange.reserved(there), there.getReservedNameList());
  }

  void values(ProtoEnum type, EnumDescriptorProto there) {
    Map<String, Integer> left = new TreeMap<>();
    for (EnumValueDescriptorProto value : there.getValueList()) {
      left.put(value.getName(), value.getNumber());
    }
    for (ProtoEnumValue value : type.values()) {
      Integer number = left.remove(value.name());
      if (number != null) {
        take(value.key(), value.name(), value.number(), -1, number, value.origin());
      } else if (left.containsValue(value.number())) {
        tell(
            Code.NUMBER_DISAGREES,
            value.origin(),
            value.name() + " has the number " + value.number() + ", which is another value's",
            "give it the name of the .proto, for zero with @ProtoEnum(zero)");
        left.values().remove(value.number());
      }
    }
    left.forEach(this::leave);
    reserve(NumberRange.reserved(there), there.getReservedNameList());
  }

  private static String shape(FieldDescriptorProto field, DescriptorProto around) {
    String shape = FieldShape.of(field, around);
    return field.hasOneofIndex() && !field.getProto3Optional() ? shape + " in a oneof" : shape;
  }

  private void compare(Origin origin, String was, String is) {
    if (!was.equals(is)) {
      tell(
          Code.TYPE_CHANGED,
          origin,
          "it is " + was + " there, and " + is + " by the model",
          "make the model say the same, with @ProtoField, or give it another name");
    }
  }

  private void take(String key, String called, int annotated, int none, int number, Origin origin) {
    if (annotated != none && annotated != number) {
      tell(
          Code.NUMBER_DISAGREES,
          origin,
          called + " has the number " + number + " there, and " + annotated + " by the model",
          "remove the number from the annotation, or take the one that is there");
    }
    given.put(key, number);
  }

  private void leave(String called, int number) {
    reserved.add(new Reserved(number, called));
    new Report(diagnostics, Set.of())
        .note(
            file,
            name + "." + called,
            "the model has no such property, so " + number + " and the name are reserved",
            "Those who send it are not told.",
            "add a property of this name, or let it go");
  }

  private void reserve(List<NumberRange> ranges, List<String> names) {
    for (NumberRange range : ranges) {
      long last = Math.min(range.last(), range.first() + (long) MAX_RANGE - 1);
      if (last < range.last()) {
        new Report(diagnostics, Set.of())
            .note(
                file,
                name,
                "of the reserved numbers " + range + ", those up to " + last + " are kept",
                "A lock names each number.",
                "nothing, if numbers stay below");
      }
      for (long number = range.first(); number <= last; number++) {
        reserved.add(new Reserved((int) number, ""));
      }
    }
    names.forEach(one -> reserved.add(new Reserved(0, one)));
  }

  private void tell(Code code, Origin origin, String problem, String fix) {
    SourceLocation at = origin.location();
    diagnostics.add(
        new Diagnostic(
            code,
            at,
            origin.subject(),
            Report.bounded(problem + " (" + name + " in " + file + ")"),
            "Those who use the .proto rely on it.",
            fix));
  }
}
