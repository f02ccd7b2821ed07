package dev.grapnel.protogen.breaking;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What a field holds, as text that is equal for equal types: {@code repeated int32}. */
final class FieldShape {

  private static final List<Set<FieldDescriptorProto.Type>> SAME_ON_THE_WIRE =
      List.of(
          Set.of(
              FieldDescriptorProto.Type.TYPE_INT32,
              FieldDescriptorProto.Type.TYPE_INT64,
              FieldDescriptorProto.Type.TYPE_UINT32,
              FieldDescriptorProto.Type.TYPE_UINT64,
              FieldDescriptorProto.Type.TYPE_BOOL,
              FieldDescriptorProto.Type.TYPE_ENUM),
          Set.of(FieldDescriptorProto.Type.TYPE_SINT32, FieldDescriptorProto.Type.TYPE_SINT64),
          Set.of(FieldDescriptorProto.Type.TYPE_FIXED32, FieldDescriptorProto.Type.TYPE_SFIXED32),
          Set.of(FieldDescriptorProto.Type.TYPE_FIXED64, FieldDescriptorProto.Type.TYPE_SFIXED64),
          Set.of(FieldDescriptorProto.Type.TYPE_STRING, FieldDescriptorProto.Type.TYPE_BYTES));

  private FieldShape() {}

  /**
   * Describes a field.
   *
   * @param around its message, which has the entry messages of maps
   */
  static String of(FieldDescriptorProto field, DescriptorProto around) {
    if (field.getType() == FieldDescriptorProto.Type.TYPE_MESSAGE) {
      String name = field.getTypeName().substring(field.getTypeName().lastIndexOf('.') + 1);
      for (DescriptorProto nested : around.getNestedTypeList()) {
        if (nested.getOptions().getMapEntry() && nested.getName().equals(name)) {
          return "map<" + type(nested.getField(0)) + ", " + type(nested.getField(1)) + ">";
        }
      }
    }
    String before =
        switch (field.getLabel()) {
          case LABEL_REPEATED -> "repeated ";
          case LABEL_REQUIRED -> "required ";
          case LABEL_OPTIONAL -> "";
        };
    return before + type(field);
  }

  private static String type(FieldDescriptorProto field) {
    String type = field.getType().name().substring("TYPE_".length()).toLowerCase(Locale.ROOT);
    return field.getTypeName().isEmpty() ? type : type + " " + withoutDot(field.getTypeName());
  }

  static String withoutDot(String typeName) {
    return typeName.startsWith(".") ? typeName.substring(1) : typeName;
  }

  /** Says what becomes of values that were written with the type before. */
  static String harm(FieldDescriptorProto before, FieldDescriptorProto after) {
    boolean sameOnWire =
        before.getLabel() == after.getLabel()
            && SAME_ON_THE_WIRE.stream()
                .anyMatch(
                    types -> types.contains(before.getType()) && types.contains(after.getType()));
    return sameOnWire
        ? "The wire is alike, but JSON and generated code are not, and not every value fits."
        : "Bytes and JSON of the one are not understood as the other.";
  }
}
