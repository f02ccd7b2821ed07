package dev.grapnel.protogen.modelservice.conversion;

import com.google.protobuf.Message;
import java.time.DateTimeException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A way for values of a class to be one value of protobuf.
 *
 * @param expected what a value must be, for messages: {@code a date}
 */
record ScalarForm(
    Function<Object, @Nullable Object> write,
    Function<Object, @Nullable Object> read,
    String expected)
    implements ValueConverter {

  /** A form with types, which the table has checked. */
  static <J, P> ScalarForm of(
      Class<J> java,
      Class<P> proto,
      Function<J, ? extends @Nullable P> write,
      Function<P, ? extends @Nullable J> read,
      String expected) {
    return new ScalarForm(
        value -> write.apply(java.cast(value)), value -> read.apply(proto.cast(value)), expected);
  }

  @Override
  public @Nullable Object toProto(Object value, Message.Builder parent, int depth) {
    return write.apply(value);
  }

  @Override
  public @Nullable Object toJava(Object value, int depth) {
    try {
      return read.apply(value);
    } catch (DateTimeException | IllegalArgumentException | ArithmeticException unfit) {
      throw new UnfitValueException("must be " + expected);
    }
  }
}
