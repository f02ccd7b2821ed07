package dev.grapnel.protogen.modelservice.conversion;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import org.jspecify.annotations.Nullable;

/** A collection in a message of its own: one that can be absent, or is within another. */
record WrapperConverter(FieldDescriptor field, FieldDescriptor items, ValueConverter content)
    implements ValueConverter {

  @Override
  public Object toProto(Object value, Message.Builder parent, int depth) {
    Message.Builder made = parent.newBuilderForField(field);
    Object held = content.toProto(value, made, depth);
    return held == null ? made.build() : made.setField(items, held).build();
  }

  @Override
  public @Nullable Object toJava(Object value, int depth) {
    return content.toJava(((Message) value).getField(items), depth);
  }
}
