package dev.grapnel.client.resilience;

import io.grpc.ClientCall;
import io.grpc.ForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/** Tells the guards of a call how it went, once, and before the caller hears of it. */
final class GuardedListener<RespT> extends ForwardingClientCallListener<RespT> {

  private static final int RUNNING = 0;
  private static final int ANSWERED = 1;
  private static final int ENDED = 2;

  @SuppressWarnings("rawtypes")
  private static final AtomicIntegerFieldUpdater<GuardedListener> STAGE =
      AtomicIntegerFieldUpdater.newUpdater(GuardedListener.class, "stage");

  private final ClientCall.Listener<RespT> listener;
  private final @Nullable BreakerGuard breaker;
  private final @Nullable BulkheadGuard bulkhead;
  private final boolean unary;
  private final boolean trying;
  private final long began;
  private @Nullable Thread starting = Thread.currentThread();
  private volatile int stage = RUNNING;

  GuardedListener(ClientCall.Listener<RespT> listener, CallGuards guards, MethodType type) {
    this.listener = listener;
    breaker = guards.breaker();
    bulkhead = guards.bulkhead();
    unary = type == MethodType.UNARY;
    trying = breaker != null && breaker.isTrying();
    began = breaker != null && unary ? breaker.now() : 0;
  }

  @Override
  protected ClientCall.Listener<RespT> delegate() {
    return listener;
  }

  @Override
  public void onHeaders(Metadata headers) {
    answered();
    listener.onHeaders(headers);
  }

  @Override
  public void onMessage(RespT message) {
    answered();
    listener.onMessage(message);
  }

  @Override
  public void onClose(Status status, Metadata trailers) {
    try {
      ended(status, trailers);
    } finally {
      listener.onClose(status, trailers);
    }
  }

  /** For the thread that starts the call: what it is told from now on comes from the channel. */
  void started() {
    starting = null;
  }

  /** Gives everything back: the call did not begin. */
  void abandon() {
    ended(null, null);
  }

  /** A stream may live for hours: whether the server can be called is known before its end. */
  private void answered() {
    if (!unary
        && stage == RUNNING
        && breaker != null
        && STAGE.compareAndSet(this, RUNNING, ANSWERED)
        && counts(breaker)) {
      breaker.succeeded(0);
    }
  }

  private void ended(@Nullable Status status, @Nullable Metadata trailers) {
    int before = STAGE.getAndSet(this, ENDED);
    if (before == ENDED) {
      return;
    }
    try {
      if (before == RUNNING && breaker != null && counts(breaker)) {
        judge(breaker, status, trailers);
      }
    } finally {
      if (bulkhead != null) {
        bulkhead.ended();
      }
    }
  }

  /** What began before the circuit breaker opened does not tell whether the server is back. */
  private boolean counts(BreakerGuard guard) {
    return trying || !guard.isTrying();
  }

  private void judge(BreakerGuard guard, @Nullable Status status, @Nullable Metadata trailers) {
    if (status == null || trailers == null || failedOnItsWay(status)) {
      guard.leave();
    } else {
      guard.closed(status, trailers, unary ? guard.now() - began : 0);
    }
  }

  /** A deadline that ends a call while it is started passed before anything was sent. */
  private boolean failedOnItsWay(Status status) {
    return status.getCode() == Status.Code.DEADLINE_EXCEEDED && starting == Thread.currentThread();
  }
}
