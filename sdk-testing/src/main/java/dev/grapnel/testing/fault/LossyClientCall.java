package dev.grapnel.testing.fault;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Context;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Loses the messages after the first few and the end of the call with them. For grpc the call is
 * over then; so the deadline, the context and a cancel are seen to here.
 */
final class LossyClientCall<Q, R> extends SimpleForwardingClientCall<Q, R> {

  private enum Phase {
    RUNNING,
    /** The real call is over, its caller has not been told. */
    STALLED,
    ENDED
  }

  private final int messages;
  private final Executor callbacks;
  private final Context context = Context.current();
  private final EndWatch watch;
  private Phase phase = Phase.RUNNING;
  private @Nullable Status cancelled;
  private @Nullable Listener<R> listener;

  LossyClientCall(ClientCall<Q, R> call, CallOptions options, int messages, Delays delays) {
    super(call);
    this.messages = messages;
    callbacks = delays.callbacks(options);
    watch = new EndWatch(context, options.getDeadline(), delays, this::endStall);
  }

  @Override
  public void start(Listener<R> told, Metadata headers) {
    listener = told;
    super.start(new LossyListener(told), headers);
  }

  @Override
  public void cancel(@Nullable String message, @Nullable Throwable cause) {
    Status status = EndWatch.cancelled(message, cause);
    synchronized (this) {
      cancelled = status;
    }
    endStall(status);
    super.cancel(message, cause);
  }

  private void stall() {
    Status already;
    synchronized (this) {
      phase = Phase.STALLED;
      already = cancelled;
    }
    watch.start();
    if (already != null) {
      endStall(already);
    }
  }

  private void endStall(Status status) {
    Listener<R> told = listener;
    synchronized (this) {
      if (phase != Phase.STALLED || told == null) {
        return;
      }
      phase = Phase.ENDED;
    }
    watch.stop();
    callbacks.execute(context.wrap(() -> told.onClose(status, new Metadata())));
  }

  private final class LossyListener extends SimpleForwardingClientCallListener<R> {

    private int received;

    LossyListener(Listener<R> told) {
      super(told);
    }

    @Override
    public void onMessage(R message) {
      received++;
      if (received <= messages) {
        super.onMessage(message);
      } else {
        // The caller still waits for the message that it asked for.
        request(1);
      }
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      if (received <= messages || isOfTheCaller(status)) {
        super.onClose(status, trailers);
      } else {
        stall();
      }
    }

    private static boolean isOfTheCaller(Status status) {
      return status.getCode() == Status.Code.CANCELLED
          || status.getCode() == Status.Code.DEADLINE_EXCEEDED;
    }
  }
}
