package dev.grapnel.interceptors.logging;

import io.grpc.ServerCall;

/** Counts what is received, and runs each callback with the ids of its call in the MDC. */
final class LoggedServerListener<ReqT> extends ServerCall.Listener<ReqT> {

  private final ServerCall.Listener<ReqT> delegate;
  private final LoggedCall logged;
  private final LoggedServerCall<ReqT, ?> call;

  LoggedServerListener(
      ServerCall.Listener<ReqT> delegate, LoggedCall logged, LoggedServerCall<ReqT, ?> call) {
    this.delegate = delegate;
    this.logged = logged;
    this.call = call;
  }

  @Override
  public void onMessage(ReqT message) {
    MdcScope mdc = logged.enter();
    try {
      logged.received(message);
      delegate.onMessage(message);
    } catch (Throwable thrown) {
      call.fail(thrown);
      throw thrown;
    } finally {
      mdc.exit();
    }
  }

  @Override
  public void onHalfClose() {
    MdcScope mdc = logged.enter();
    try {
      delegate.onHalfClose();
    } catch (Throwable thrown) {
      call.fail(thrown);
      throw thrown;
    } finally {
      mdc.exit();
    }
  }

  @Override
  public void onReady() {
    MdcScope mdc = logged.enter();
    try {
      delegate.onReady();
    } catch (Throwable thrown) {
      call.fail(thrown);
      throw thrown;
    } finally {
      mdc.exit();
    }
  }

  @Override
  public void onCancel() {
    MdcScope mdc = logged.enter();
    try {
      call.cancelled();
      delegate.onCancel();
    } finally {
      mdc.exit();
    }
  }

  @Override
  public void onComplete() {
    MdcScope mdc = logged.enter();
    try {
      call.completed();
      delegate.onComplete();
    } finally {
      mdc.exit();
    }
  }
}
