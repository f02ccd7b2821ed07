package dev.grapnel.testing;

import io.grpc.ClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The listener of a call that {@link HangGuard} watches.
 *
 * <p>A call that hangs is cancelled. What is below may have lost it altogether, as grpc-java does
 * with one whose first message cannot be sent while the channel still connects; then its listener
 * is told all the same.
 */
final class GuardedListener<RespT> extends SimpleForwardingClientCallListener<RespT> {

  private static final Duration TO_CANCEL = Duration.ofSeconds(1);

  private final Executor executor;
  private @Nullable Future<?> next;
  private boolean ended;

  /** The executor is where a blocking stub waits: it looks whether its call has ended. */
  GuardedListener(ClientCall.Listener<RespT> delegate, @Nullable Executor executor) {
    super(delegate);
    this.executor = executor == null ? Runnable::run : executor;
  }

  synchronized void watch(Duration limit, ClientCall<?, ?> call, String why) {
    next =
        later(
            limit,
            () -> {
              try {
                call.cancel(why, null);
              } finally {
                watchCancel(why);
              }
            });
  }

  @Override
  public void onClose(Status status, Metadata trailers) {
    if (end()) {
      super.onClose(status, trailers);
    }
  }

  /** Tells whether the call had not ended before. */
  synchronized boolean end() {
    boolean first = !ended;
    ended = true;
    if (next != null) {
      next.cancel(false);
    }
    return first;
  }

  private synchronized void watchCancel(String why) {
    if (!ended) {
      Status lost = Status.CANCELLED.withDescription(why);
      next =
          later(
              TO_CANCEL,
              () -> {
                onClose(lost, new Metadata());
                executor.execute(() -> {});
              });
    }
  }

  /** On a thread that the JDK has anyway: starting one of our own would cost more than the call. */
  private static Future<?> later(Duration delay, Runnable task) {
    CompletableFuture<Boolean> due =
        new CompletableFuture<Boolean>()
            .completeOnTimeout(true, TimeUnit.NANOSECONDS.convert(delay), TimeUnit.NANOSECONDS);
    CompletableFuture<Void> unused = due.thenRunAsync(task);
    return due;
  }
}
