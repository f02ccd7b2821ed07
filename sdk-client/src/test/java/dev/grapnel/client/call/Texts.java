package dev.grapnel.client.call;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.stub.AbstractAsyncStub;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A service of texts, one method of each kind, with the stub that protoc would make for it. */
final class Texts {

  static final String SERVICE = "test.Texts";
  static final MethodDescriptor<String, String> GET = method("Get", MethodType.UNARY);
  static final MethodDescriptor<String, String> WATCH =
      method("Watch", MethodType.SERVER_STREAMING);
  static final MethodDescriptor<String, String> UPLOAD =
      method("Upload", MethodType.CLIENT_STREAMING);
  static final MethodDescriptor<String, String> CHAT = method("Chat", MethodType.BIDI_STREAMING);

  private Texts() {}

  private static MethodDescriptor<String, String> method(String name, MethodType type) {
    return MethodDescriptor.<String, String>newBuilder()
        .setType(type)
        .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, name))
        .setRequestMarshaller(new TextMarshaller())
        .setResponseMarshaller(new TextMarshaller())
        .build();
  }

  /** The asynchronous stub. */
  static final class Stub extends AbstractAsyncStub<Stub> {

    Stub(Channel channel) {
      this(channel, CallOptions.DEFAULT);
    }

    private Stub(Channel channel, CallOptions options) {
      super(channel, options);
    }

    @Override
    protected Stub build(Channel channel, CallOptions options) {
      return new Stub(channel, options);
    }

    void watch(String request, StreamObserver<String> responses) {
      ClientCalls.asyncServerStreamingCall(
          getChannel().newCall(WATCH, getCallOptions()), request, responses);
    }

    StreamObserver<String> upload(StreamObserver<String> responses) {
      return ClientCalls.asyncClientStreamingCall(
          getChannel().newCall(UPLOAD, getCallOptions()), responses);
    }

    StreamObserver<String> chat(StreamObserver<String> responses) {
      return ClientCalls.asyncBidiStreamingCall(
          getChannel().newCall(CHAT, getCallOptions()), responses);
    }
  }

  private static final class TextMarshaller implements MethodDescriptor.Marshaller<String> {
    @Override
    public InputStream stream(String value) {
      return new ByteArrayInputStream(value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String parse(InputStream stream) {
      try {
        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
