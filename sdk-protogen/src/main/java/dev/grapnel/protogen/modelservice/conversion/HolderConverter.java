package dev.grapnel.protogen.modelservice.conversion;

import com.google.protobuf.Message;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What holds a value or none, as Optional does. */
record HolderConverter(
    ValueConverter content,
    Function<Object, @Nullable Object> open,
    Function<@Nullable Object, Object> close)
    implements ValueConverter {

  @Override
  public @Nullable Object toProto(Object value, Message.Builder parent, int depth) {
    Object held = open.apply(value);
    return held == null ? null : content.toProto(held, parent, depth);
  }

  @Override
  public Object toJava(Object value, int depth) {
    return close.apply(content.toJava(value, depth));
  }
}
