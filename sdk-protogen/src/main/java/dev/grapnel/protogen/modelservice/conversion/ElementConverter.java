package dev.grapnel.protogen.modelservice.conversion;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.grapnel.protogen.schema.FieldNames;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An element of a collection, or a value of a map, that may be null or empty: in a message with one
 * field, for protobuf has no room for nothing there.
 *
 * @param nothing what an empty message stands for: null, or an empty Optional
 */
record ElementConverter(
    FieldDescriptor field, FieldDescriptor value, ValueConverter content, @Nullable Object nothing)
    implements ValueConverter {

  private static final String SUFFIX = "Value";

  /** The field within, if a field holds such messages; a class of the same shape is none. */
  static Optional<FieldDescriptor> valueOf(FieldDescriptor field, Class<?> type) {
    if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
      return Optional.empty();
    }
    Descriptor message = field.getMessageType();
    FieldDescriptor value = message.findFieldByName("value");
    boolean isHolder =
        value != null
            && message.getFields().size() == 1
            && !value.isRepeated()
            && message.getName().equals(word(value) + SUFFIX)
            && !message.getName().endsWith(type.getSimpleName());
    return isHolder ? Optional.of(value) : Optional.empty();
  }

  private static String word(FieldDescriptor field) {
    return switch (field.getJavaType()) {
      case MESSAGE -> field.getMessageType().getName();
      case ENUM -> field.getEnumType().getName();
      default -> FieldNames.pascal(field.getType().name().toLowerCase(Locale.ROOT));
    };
  }

  /** Whether nothing has a form, too. */
  static boolean takesNothing(ValueConverter converter) {
    return converter instanceof ElementConverter;
  }

  /** Writes an element; null if it is nothing, and has no form. */
  static @Nullable Object written(
      ValueConverter converter, @Nullable Object value, Message.Builder parent, int depth) {
    if (value != null) {
      return converter.toProto(value, parent, depth);
    }
    return converter instanceof ElementConverter element
        ? parent.newBuilderForField(element.field()).build()
        : null;
  }

  @Override
  public Object toProto(Object held, Message.Builder parent, int depth) {
    Message.Builder made = parent.newBuilderForField(field);
    Object written = content.toProto(held, made, depth);
    return written == null ? made.build() : made.setField(value, written).build();
  }

  @Override
  public @Nullable Object toJava(Object proto, int depth) {
    Message message = (Message) proto;
    return message.hasField(value) ? content.toJava(message.getField(value), depth) : nothing;
  }
}
