package dev.grapnel.protogen.modelservice.conversion;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.function.BinaryOperator;
import java.util.function.Function;

/** A value in two numbers, the fields 1 and 2 of a message. */
record PartsConverter(
    FieldDescriptor field, Function<Object, Object[]> split, BinaryOperator<Object> join)
    implements ValueConverter {

  @Override
  public Object toProto(Object value, Message.Builder parent, int depth) {
    Object[] parts = split.apply(value);
    Message.Builder made = parent.newBuilderForField(field);
    for (int i = 0; i < parts.length; i++) {
      made.setField(part(i + 1), parts[i]);
    }
    return made.build();
  }

  @Override
  public Object toJava(Object value, int depth) {
    Message message = (Message) value;
    try {
      return join.apply(message.getField(part(1)), message.getField(part(2)));
    } catch (ArithmeticException | IllegalArgumentException unfit) {
      throw new UnfitValueException("is out of range");
    }
  }

  private FieldDescriptor part(int number) {
    return field.getMessageType().findFieldByNumber(number);
  }
}
