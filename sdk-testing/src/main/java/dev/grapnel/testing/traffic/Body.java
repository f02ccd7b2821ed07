package dev.grapnel.testing.traffic;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** A message as a recording keeps it. */
sealed interface Body {

  /** Readable. */
  record Json(Value tree) implements Body {}

  /** Exact: what is no protobuf message, or has something that JSON would lose. */
  record Bytes(ByteString bytes) implements Body {}

  static <T> Body of(Marshaller<T> marshaller, T message) {
    ByteString bytes = bytes(marshaller, message);
    Value json = message instanceof Message protobuf ? jsonOf(protobuf, bytes) : null;
    return json == null ? new Bytes(bytes) : new Json(json);
  }

  /**
   * Makes the message again.
   *
   * @throws IllegalArgumentException if it is not one of the marshaller's
   */
  default <T> T to(Marshaller<T> marshaller) {
    try {
      return marshaller.parse(
          this instanceof Json json
              ? parsed(json.tree(), prototype(marshaller)).toByteString().newInput()
              : ((Bytes) this).bytes().newInput());
    } catch (InvalidProtocolBufferException | RuntimeException notOne) {
      throw new IllegalArgumentException(
          "A message is not what the method takes: " + notOne.getMessage(), notOne);
    }
  }

  private static <T> ByteString bytes(Marshaller<T> marshaller, T message) {
    try (InputStream stream = marshaller.stream(message)) {
      return ByteString.readFrom(stream);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static @Nullable Value jsonOf(Message message, ByteString bytes) {
    try {
      Value tree = JsonText.parse(JsonFormat.printer().print(message));
      // In a file it is nested deeper, and parsers have a limit.
      JsonText.parse("[[[[[[[[" + JsonText.of(tree) + "]]]]]]]]");
      return parsed(tree, message).toByteString().equals(bytes) ? tree : null;
    } catch (InvalidProtocolBufferException | RuntimeException notInJson) {
      return null; // For example an Any whose type nobody knows.
    }
  }

  private static Message parsed(Value tree, Message prototype)
      throws InvalidProtocolBufferException {
    Message.Builder builder = prototype.newBuilderForType();
    JsonFormat.parser().merge(JsonText.of(tree), builder);
    return builder.build();
  }

  private static Message prototype(Marshaller<?> marshaller) {
    if (marshaller instanceof PrototypeMarshaller<?> known
        && known.getMessagePrototype() instanceof Message prototype) {
      return prototype;
    }
    throw new IllegalArgumentException(
        "it is recorded as JSON, and the method has no protobuf messages");
  }
}
