package dev.grapnel.interceptors.metrics;

import dev.grapnel.core.call.CallContext;
import dev.grapnel.core.call.FailureInterceptor;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/** A server call that is recorded once, with the status that it really ends with. */
final class MeteredServerCall<ReqT, RespT> extends SimpleForwardingServerCall<ReqT, RespT> {

  @SuppressWarnings("rawtypes")
  private static final AtomicIntegerFieldUpdater<MeteredServerCall> ENDED =
      AtomicIntegerFieldUpdater.newUpdater(MeteredServerCall.class, "ended");

  private final MethodMeters meters;

  /**
   * Handlers may close the call on any thread: here are the deadline and the trace all the same.
   */
  private final Context context = Context.current();

  private final @Nullable CallContext known = CallContext.find().orElse(null);
  private final long started;
  private volatile int ended;

  private MeteredServerCall(ServerCall<ReqT, RespT> call, MethodMeters meters) {
    super(call);
    this.meters = meters;
    this.started = meters.started();
    if (known != null) {
      meters.waited(known.queueWait());
    }
  }

  static <ReqT, RespT> ServerCall.Listener<ReqT> start(
      ServerCall<ReqT, RespT> call,
      Metadata headers,
      ServerCallHandler<ReqT, RespT> next,
      MethodMeters meters) {
    MeteredServerCall<ReqT, RespT> metered = new MeteredServerCall<>(call, meters);
    try {
      return metered.new Callbacks(next.startCall(metered, headers));
    } catch (Throwable thrown) {
      metered.failed(thrown);
      throw thrown;
    }
  }

  @Override
  public void sendMessage(RespT message) {
    if (ended == 0) {
      meters.sent(message);
    }
    super.sendMessage(message);
  }

  /** Records before it passes on: a caller who has its answer finds it counted. */
  @Override
  public void close(Status status, Metadata trailers) {
    if (ended == 0) {
      end(told(status.getCode()));
    }
    super.close(status, trailers);
  }

  private void end(Status.Code code) {
    if (!ENDED.compareAndSet(this, 0, 1)) {
      return;
    }
    Context previous = context.attach();
    try {
      meters.ended(code, started);
    } finally {
      context.detach(previous);
    }
  }

  /** What the handler says is not what happens to a call that is over. */
  private Status.Code told(Status.Code code) {
    Status.Code ended = ended(isCancelled() ? ownCancellation() : code);
    // Asked again: the caller may have cancelled while that was decided.
    return isCancelled() ? ended : code;
  }

  private Status.Code cancelled() {
    return ended(ownCancellation());
  }

  /** As all who watch the call tell. */
  private Status.Code ended(Status.Code told) {
    return known == null ? told : known.ended(told);
  }

  private Status.Code ownCancellation() {
    return isLate() ? Status.Code.DEADLINE_EXCEEDED : Status.Code.CANCELLED;
  }

  private boolean isLate() {
    Deadline deadline = context.getDeadline();
    return deadline != null && deadline.isExpired();
  }

  /**
   * A callback threw past core's FailureInterceptor, or there is none: closes the call as core
   * would further out, where its status would not be seen here.
   */
  private void failed(Throwable thrown) {
    if (ended != 0) {
      return;
    }
    if (known == null) {
      end(isCancelled() ? cancelled() : Status.Code.UNKNOWN);
      return;
    }
    context.run(() -> FailureInterceptor.fail(this, thrown, new Metadata()));
  }

  private final class Callbacks extends SimpleForwardingServerCallListener<ReqT> {

    Callbacks(ServerCall.Listener<ReqT> delegate) {
      super(delegate);
    }

    @Override
    public void onMessage(ReqT message) {
      meters.received(message);
      try {
        super.onMessage(message);
      } catch (Throwable thrown) {
        failed(thrown);
        throw thrown;
      }
    }

    @Override
    public void onHalfClose() {
      try {
        super.onHalfClose();
      } catch (Throwable thrown) {
        failed(thrown);
        throw thrown;
      }
    }

    @Override
    public void onReady() {
      try {
        super.onReady();
      } catch (Throwable thrown) {
        failed(thrown);
        throw thrown;
      }
    }

    @Override
    public void onCancel() {
      end(cancelled());
      super.onCancel();
    }

    /** If no close was seen, an interceptor further out closed the call; with what, nobody told. */
    @Override
    public void onComplete() {
      end(isLate() ? Status.Code.DEADLINE_EXCEEDED : Status.Code.UNKNOWN);
      super.onComplete();
    }
  }
}
