package dev.grapnel.client;

import dev.grapnel.core.lifecycle.Countdown;
import dev.grapnel.core.lifecycle.Ticker;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Waits until a channel is ready, and finds out why it is not. */
final class ConnectionWait {

  /**
   * A channel in TRANSIENT_FAILURE fails a call at once, and its status is the reason we are after.
   */
  private static final MethodDescriptor<byte[], byte[]> PROBE =
      MethodDescriptor.<byte[], byte[]>newBuilder()
          .setType(MethodDescriptor.MethodType.UNARY)
          .setFullMethodName("grpc.health.v1.Health/Check")
          .setRequestMarshaller(new EmptyMarshaller())
          .setResponseMarshaller(new EmptyMarshaller())
          .build();

  private static final Duration PROBE_TIME = Duration.ofMillis(500);

  private final String targets;
  private final Ticker ticker;

  ConnectionWait(String targets, Ticker ticker) {
    this.targets = targets;
    this.ticker = ticker;
  }

  /** Returns {@code null} when the channel is ready, else what was tried and why it failed. */
  @Nullable String await(ManagedChannel channel, Duration timeout) throws InterruptedException {
    Countdown countdown = Countdown.start(timeout, ticker);
    while (true) {
      ConnectivityState state = channel.getState(true);
      if (state == ConnectivityState.READY) {
        return null;
      }
      if (state == ConnectivityState.SHUTDOWN) {
        return "cannot connect to " + targets + ": the client is closed";
      }
      CountDownLatch changed = new CountDownLatch(1);
      channel.notifyWhenStateChanged(state, changed::countDown);
      if (!changed.await(
          TimeUnit.NANOSECONDS.convert(countdown.remaining()), TimeUnit.NANOSECONDS)) {
        String reason = reason(channel);
        // It may have become ready at the last moment, and then the reason is none.
        return channel.getState(false) == ConnectivityState.READY
            ? null
            : "cannot connect to " + targets + " within " + timeout.toMillis() + " ms: " + reason;
      }
    }
  }

  private static String reason(ManagedChannel channel) throws InterruptedException {
    CompletableFuture<Status> outcome = new CompletableFuture<>();
    ClientCall<byte[], byte[]> call =
        channel.newCall(
            PROBE,
            CallOptions.DEFAULT
                .withExecutor(Runnable::run)
                .withDeadlineAfter(PROBE_TIME.toMillis(), TimeUnit.MILLISECONDS));
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onClose(Status status, Metadata trailers) {
            outcome.complete(status);
          }
        },
        new Metadata());
    call.sendMessage(new byte[0]);
    call.halfClose();
    call.request(1);
    try {
      return describe(outcome.get(2 * PROBE_TIME.toMillis(), TimeUnit.MILLISECONDS));
    } catch (ExecutionException | TimeoutException e) {
      return "no answer";
    }
  }

  private static String describe(Status status) {
    if (status.getCode() == Status.Code.DEADLINE_EXCEEDED) {
      return "no answer to the connection attempt";
    }
    StringBuilder text = new StringBuilder();
    // Netty's transport adds a second line that lists its pipeline.
    text.append(
        status.getDescription() == null
            ? status.getCode().name()
            : status.getDescription().lines().findFirst().orElse(""));
    for (Throwable cause = status.getCause(); cause != null; cause = cause.getCause()) {
      if (cause.getMessage() != null && text.indexOf(cause.getMessage()) < 0) {
        text.append(": ").append(cause.getMessage());
      }
    }
    if (text.indexOf("not an SSL/TLS record") >= 0) {
      // What follows is a dump of what the server sent.
      return "the server does not speak TLS on this port";
    }
    if (text.indexOf("Network closed for unknown reason") >= 0) {
      text.append("; does the server expect TLS?");
    }
    return text.toString();
  }

  private static final class EmptyMarshaller implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      return new byte[0];
    }
  }
}
