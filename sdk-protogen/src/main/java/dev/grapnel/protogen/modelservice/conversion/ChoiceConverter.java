package dev.grapnel.protogen.modelservice.conversion;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.grapnel.protogen.annotation.ProtoSubTypes;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values of a sealed type in a message with a oneof. */
final class ChoiceConverter implements ValueConverter {

  private record Choice(FieldDescriptor field, ValueConverter converter) {}

  private final FieldDescriptor field;
  private final Map<Class<?>, Choice> choices = new LinkedHashMap<>();

  ChoiceConverter(FieldDescriptor field) {
    this.field = field;
  }

  /** What a value of a type can be; none if the type is open or stands for itself. */
  static Class<?>[] of(Class<?> type) {
    ProtoSubTypes listed = type.getAnnotation(ProtoSubTypes.class);
    if (listed != null) {
      return listed.value();
    }
    Class<?>[] permitted = type.isEnum() ? null : type.getPermittedSubclasses();
    return permitted == null ? new Class<?>[0] : permitted;
  }

  void add(Class<?> type, FieldDescriptor choice, ValueConverter converter) {
    choices.put(type, new Choice(choice, converter));
  }

  @Override
  public Object toProto(Object value, Message.Builder parent, int depth) {
    for (Map.Entry<Class<?>, Choice> each : choices.entrySet()) {
      if (each.getKey().isInstance(value)) {
        Message.Builder made = parent.newBuilderForField(field);
        Choice choice = each.getValue();
        Object held = choice.converter().toProto(value, made, depth + 1);
        return held == null ? made.build() : made.setField(choice.field(), held).build();
      }
    }
    throw new IllegalStateException(value.getClass().getName() + " is none of " + choices.keySet());
  }

  @Override
  public @Nullable Object toJava(Object value, int depth) {
    Message message = (Message) value;
    for (Choice choice : choices.values()) {
      if (message.hasField(choice.field())) {
        try {
          return choice.converter().toJava(message.getField(choice.field()), depth + 1);
        } catch (UnfitValueException e) {
          throw e.within(choice.field().getName());
        }
      }
    }
    return null;
  }
}
