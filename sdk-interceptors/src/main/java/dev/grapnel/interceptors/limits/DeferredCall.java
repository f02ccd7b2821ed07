package dev.grapnel.interceptors.limits;

import dev.grapnel.core.call.FailureInterceptor;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * A call that waits, without a thread, until it is known whether it may start. It is started once,
 * in the gRPC context and MDC that it came with, or never: because it was refused, or was over by
 * then.
 */
final class DeferredCall<ReqT, RespT> extends ServerCall.Listener<ReqT> {

  private enum State {
    WAITING,
    STARTING,
    STARTED,
    OVER
  }

  private final ServerCall<ReqT, RespT> call;
  private final Metadata headers;
  private final ServerCallHandler<ReqT, RespT> next;
  private final Context context = Context.current();
  private final @Nullable Map<String, String> mdc = MDC.getCopyOfContextMap();
  private final Queue<Consumer<ServerCall.Listener<ReqT>>> early = new ArrayDeque<>(2);
  private State state = State.WAITING;

  /** Set once it takes the events itself; they come one after the other from then on as before. */
  private volatile ServerCall.@Nullable Listener<ReqT> listener;

  DeferredCall(
      ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
    this.call = call;
    this.headers = headers;
    this.next = next;
  }

  /**
   * Ends the waiting, on any thread.
   *
   * @param admission asks once more, in the call's context; closes the call if it says no
   */
  void resume(Predicate<ServerCall<ReqT, RespT>> admission) {
    if (!begin()) {
      return;
    }
    Context previous = context.attach();
    Map<String, String> previousMdc = MDC.getCopyOfContextMap();
    setMdc(mdc);
    try {
      start(admission);
    } finally {
      setMdc(previousMdc);
      context.detach(previous);
    }
  }

  private synchronized boolean begin() {
    if (state != State.WAITING) {
      return false;
    }
    state = State.STARTING;
    return true;
  }

  private void start(Predicate<ServerCall<ReqT, RespT>> admission) {
    HeldCall<ReqT, RespT> held = new HeldCall<>(call);
    ServerCall.Listener<ReqT> started;
    try {
      started =
          admission.test(call) ? next.startCall(held, headers) : new ServerCall.Listener<>() {};
    } catch (Throwable thrown) {
      started = FailureInterceptor.fail(call, thrown, new Metadata());
    }
    opened(started);
    held.release();
  }

  /** Delivers what came early, and then lets the events through. */
  private void opened(ServerCall.Listener<ReqT> started) {
    while (true) {
      Consumer<ServerCall.Listener<ReqT>> event;
      synchronized (this) {
        event = early.poll();
        if (event == null) {
          state = State.STARTED;
          listener = started;
          return;
        }
      }
      try {
        event.accept(started);
      } catch (Throwable thrown) {
        FailureInterceptor.fail(call, thrown, new Metadata());
      }
    }
  }

  private static void setMdc(@Nullable Map<String, String> values) {
    if (values == null) {
      MDC.clear();
    } else {
      MDC.setContextMap(values);
    }
  }

  private void deliver(Consumer<ServerCall.Listener<ReqT>> event) {
    ServerCall.Listener<ReqT> target = listener;
    if (target == null && keep(event)) {
      return;
    }
    event.accept(target == null ? started() : target);
  }

  private synchronized boolean keep(Consumer<ServerCall.Listener<ReqT>> event) {
    if (state == State.STARTED) {
      return false;
    }
    if (state != State.OVER) {
      early.add(event);
    }
    return true;
  }

  /** The end of a call that was not started: nobody is to be told. */
  private synchronized boolean endsBeforeStart() {
    if (state == State.WAITING) {
      state = State.OVER;
      early.clear();
    }
    return state == State.OVER;
  }

  private ServerCall.Listener<ReqT> started() {
    return Objects.requireNonNull(listener);
  }

  @Override
  public void onMessage(ReqT message) {
    deliver(target -> target.onMessage(message));
  }

  @Override
  public void onHalfClose() {
    deliver(ServerCall.Listener::onHalfClose);
  }

  @Override
  public void onReady() {
    deliver(ServerCall.Listener::onReady);
  }

  @Override
  public void onCancel() {
    if (!endsBeforeStart()) {
      deliver(ServerCall.Listener::onCancel);
    }
  }

  @Override
  public void onComplete() {
    if (!endsBeforeStart()) {
      deliver(ServerCall.Listener::onComplete);
    }
  }
}
