package dev.grapnel.testing;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** All that a client sees of a call. */
record Outcome(
    Status.Code code,
    @Nullable String description,
    List<Object> messages,
    @Nullable Metadata headers,
    Metadata trailers) {

  /** What two transports have in common: everything but their own metadata. */
  record Essence(Status.Code code, @Nullable String description, List<Object> messages) {}

  Essence essence() {
    return new Essence(code, description, messages);
  }

  /** Makes a call of any kind and waits for its end. */
  @SafeVarargs
  static <Q, R> Outcome of(
      Channel channel,
      MethodDescriptor<Q, R> method,
      CallOptions options,
      Metadata headers,
      Q... requests)
      throws Exception {
    ClientCall<Q, R> call = channel.newCall(method, options);
    Recorder<R> recorder = new Recorder<>();
    call.start(recorder, headers);
    call.request(Integer.MAX_VALUE);
    for (Q request : requests) {
      call.sendMessage(request);
    }
    call.halfClose();
    return recorder.end.get(20, TimeUnit.SECONDS);
  }

  /** A call without options and metadata. */
  @SafeVarargs
  @SuppressWarnings("varargs") // They are only read.
  static <Q, R> Outcome of(Channel channel, MethodDescriptor<Q, R> method, Q... requests)
      throws Exception {
    return of(channel, method, CallOptions.DEFAULT, new Metadata(), requests);
  }

  /** Keeps everything until the call ends. */
  static final class Recorder<R> extends ClientCall.Listener<R> {

    final CompletableFuture<Outcome> end = new CompletableFuture<>();
    private final List<Object> messages = new ArrayList<>();
    private @Nullable Metadata headers;

    @Override
    public void onHeaders(Metadata received) {
      headers = received;
    }

    @Override
    public void onMessage(R message) {
      messages.add(message);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      end.complete(
          new Outcome(
              status.getCode(), status.getDescription(), List.copyOf(messages), headers, trailers));
    }
  }
}
