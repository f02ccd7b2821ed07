package dev.grapnel.client.resilience;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A service with a method of each kind, and how to call them. */
final class Kinds {

  static final String SERVICE = "test.Kinds";

  private Kinds() {}

  static MethodDescriptor<String, String> method(MethodType type) {
    return method(type, type.name());
  }

  static MethodDescriptor<String, String> method(MethodType type, String name) {
    return MethodDescriptor.<String, String>newBuilder()
        .setType(type)
        .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, name))
        .setRequestMarshaller(new Text())
        .setResponseMarshaller(new Text())
        .build();
  }

  static String name(MethodType type) {
    return method(type).getFullMethodName();
  }

  /** Makes a whole call and tells how it ended. */
  static Status call(Channel channel, MethodType type) {
    return call(channel, method(type)).status();
  }

  static Ongoing call(Channel channel, MethodDescriptor<String, String> method) {
    return call(channel, method, CallOptions.DEFAULT);
  }

  static Ongoing call(
      Channel channel, MethodDescriptor<String, String> method, CallOptions options) {
    ClientCall<String, String> call = channel.newCall(method, options);
    Ongoing ongoing = new Ongoing(call);
    call.start(ongoing, new Metadata());
    call.request(10);
    call.sendMessage("request");
    call.halfClose();
    return ongoing;
  }

  /** A call that runs, or ran. */
  static final class Ongoing extends ClientCall.Listener<String> {

    final ClientCall<String, String> call;
    private final CountDownLatch answered = new CountDownLatch(1);
    private final CompletableFuture<Status> status = new CompletableFuture<>();
    private volatile Metadata trailers = new Metadata();

    Ongoing(ClientCall<String, String> call) {
      this.call = call;
    }

    @Override
    public void onMessage(String message) {
      answered.countDown();
    }

    @Override
    public void onClose(Status end, Metadata received) {
      trailers = received;
      if (!status.complete(end)) {
        throw new AssertionError("closed twice: " + end);
      }
    }

    void awaitAnswer() throws InterruptedException {
      if (!answered.await(20, TimeUnit.SECONDS)) {
        throw new AssertionError("no answer");
      }
    }

    Status status() {
      return status.orTimeout(20, TimeUnit.SECONDS).join();
    }

    Metadata trailers() {
      return trailers;
    }

    Status cancel() {
      call.cancel("the caller gave up", null);
      return status();
    }
  }

  private static final class Text implements MethodDescriptor.Marshaller<String> {
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
