package dev.grapnel.core.call;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;

/**
 * Runs each callback inside the call's context; what a callback throws ends the call, never the
 * thread.
 */
final class ScopedListener<ReqT> extends ServerCall.Listener<ReqT> {

  private static final Status NO_REQUEST =
      Status.INVALID_ARGUMENT.withDescription("the call has no request");

  private final ServerCall.Listener<ReqT> delegate;
  private final Context context;
  private final FailableCall<ReqT, ?> call;
  private boolean received;
  private boolean refused;

  /** An interceptor with a timer may tell of the end on another thread. */
  private volatile boolean toldOfEnd;

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
    if (refused || call.hasFailed()) {
      return;
    }
    received = true;
    if (message instanceof Malformed malformed) {
      refuse(malformed.status());
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
    if (refused || call.hasFailed()) {
      return;
    }
    if (lacksRequest()) {
      refuse(NO_REQUEST);
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
    if (refused || call.hasFailed()) {
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
    if (toldOfEnd) {
      return;
    }
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
    if (toldOfEnd) {
      return;
    }
    Context previous = context.attach();
    try {
      delegate.onComplete();
    } catch (Throwable thrown) {
      call.failedAfterEnd(thrown);
    } finally {
      context.detach(previous);
    }
  }

  /**
   * What grpc-java's stubs answer is INTERNAL; a raw handler that asks for none is its own affair.
   */
  private boolean lacksRequest() {
    return !received
        && call.getMethodDescriptor().getType().clientSendsOneMessage()
        && call.context().handler() != null;
  }

  /** Closes the call from next to the handler, where there is one: so all interceptors see it. */
  private void refuse(Status status) {
    refused = true;
    ScopedListener<?> innermost = call.context().handler();
    Context previous = context.attach();
    try {
      if (innermost == null) {
        call.refuse(status);
      } else {
        innermost.close(status);
      }
    } catch (Throwable thrownByAnInterceptor) {
      call.fail(thrownByAnInterceptor);
    } finally {
      context.detach(previous);
    }
  }

  /** The handler did not end its call, so to it the call was cancelled. */
  private void close(Status status) {
    Context previous = context.attach();
    try {
      if (call.refuse(status)) {
        onCancel();
        toldOfEnd = true;
      }
    } finally {
      context.detach(previous);
    }
  }
}
