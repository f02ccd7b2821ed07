package dev.grapnel.protogen.modelservice.conversion;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;

/** A model within another. */
record NestedConverter(FieldDescriptor field, ModelConverter<?> model) implements ValueConverter {

  @Override
  public Object toProto(Object value, Message.Builder parent, int depth) {
    Message.Builder made = parent.newBuilderForField(field);
    model.writeAny(value, made, depth + 1);
    return made.build();
  }

  @Override
  public Object toJava(Object value, int depth) {
    return model.read((Message) value, depth + 1);
  }
}
