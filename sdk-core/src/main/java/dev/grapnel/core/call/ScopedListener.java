package dev.grapnel.core.call;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;

/**
 * Runs each callback inside the call's context; what a callback throws ends the call, never the
 * thread.
 */
final class ScopedListener<ReqT> extends ServerCall.Listener<ReqT> {

  private final ServerCall.Listener<ReqT> delegate;
  private final Context context;
  private final FailableCall<ReqT, ?> call;

  ScopedListener(ServerCall.Listener<ReqT> delegate, Context context, FailableCall<ReqT, ?> call) {
    this.delegate = delegate;
    this.context = context;
    this.call = call;
  }

  /** Starts a call in the current context; what that throws ends the call as well. */
  static <ReqT, RespT> ServerCall.Listener<ReqT> start(
      FailableCall<ReqT, RespT> call,
      Metadata headers,
      ServerCallHandler<ReqT, RespT> next,
      Context context) {
    try {
      return new ScopedListener<>(next.startCall(call, headers), context, call);
    } catch (Throwable failure) {
      call.fail(failure);
      return new ServerCall.Listener<>() {};
    }
  }

  @Override
  public void onMessage(ReqT message) {
    if (call.hasFailed()) {
      return;
    }
    Context previous = context.attach();
    try {
      delegate.onMessage(message);
    } catch (Throwable thrown) {
      call.fail(thrown);
    } finally {
      context.detach(previous);
    }
  }

  @Override
  public void onHalfClose() {
    if (call.hasFailed()) {
      return;
    }
    Context previous = context.attach();
    try {
      delegate.onHalfClose();
    } catch (Throwable thrown) {
      call.fail(thrown);
    } finally {
      context.detach(previous);
    }
  }

  @Override
  public void onReady() {
    if (call.hasFailed()) {
      return;
    }
    Context previous = context.attach();
    try {
      delegate.onReady();
    } catch (Throwable thrown) {
      call.fail(thrown);
    } finally {
      context.detach(previous);
    }
  }

  @Override
  public void onCancel() {
    Context previous = context.attach();
    try {
      delegate.onCancel();
    } catch (Throwable thrown) {
      call.failedAfterEnd(thrown);
    } finally {
      context.detach(previous);
    }
  }

  @Override
  public void onComplete() {
    Context previous = context.attach();
    try {
      delegate.onComplete();
    } catch (Throwable thrown) {
      call.failedAfterEnd(thrown);
    } finally {
      context.detach(previous);
    }
  }
}
