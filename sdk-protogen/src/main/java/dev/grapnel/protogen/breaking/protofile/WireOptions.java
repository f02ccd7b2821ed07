package dev.grapnel.protogen.breaking.protofile;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.squareup.wire.schema.internal.parser.OptionElement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes over protobuf's own options; custom ones, in parentheses, are not known here. */
final class WireOptions {

  private WireOptions() {}

  /** Tells whether there is anything to set, so that no empty options are made. */
  static boolean any(List<OptionElement> options) {
    return options.stream().anyMatch(option -> !option.isParenthesized());
  }

  /** Sets options by name. */
  static void set(List<OptionElement> options, Message.Builder target) {
    Descriptor known = target.getDescriptorForType();
    for (OptionElement option : options) {
      FieldDescriptor field =
          option.isParenthesized() ? null : known.findFieldByName(option.getName());
      Object value =
          field == null || field.isRepeated()
              ? null
              : value(field, String.valueOf(option.getValue()));
      if (value != null) {
        target.setField(field, value);
      }
    }
  }

  /** Options of protobuf are texts, truth values and enums. */
  private static @Nullable Object value(FieldDescriptor field, String text) {
    return switch (field.getJavaType()) {
      case STRING -> text;
      case BOOLEAN -> Boolean.valueOf(text);
      case ENUM -> field.getEnumType().findValueByName(text);
      default -> null;
    };
  }
}
