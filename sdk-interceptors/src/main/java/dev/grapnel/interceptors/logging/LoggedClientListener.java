package dev.grapnel.interceptors.logging;

import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;

/** Counts what is received, and runs each callback with the ids of its call in the MDC. */
final class LoggedClientListener<RespT> extends ClientCall.Listener<RespT> {

  private final ClientCall.Listener<RespT> delegate;
  private final LoggedCall logged;
  private final ClientCall<?, RespT> call;

  LoggedClientListener(
      ClientCall.Listener<RespT> delegate, LoggedCall logged, ClientCall<?, RespT> call) {
    this.delegate = delegate;
    this.logged = logged;
    this.call = call;
  }

  @Override
  public void onHeaders(Metadata headers) {
    MdcScope mdc = logged.enter();
    try {
      delegate.onHeaders(headers);
    } finally {
      mdc.exit();
    }
  }

  @Override
  public void onMessage(RespT message) {
    MdcScope mdc = logged.enter();
    try {
      logged.received(message);
      delegate.onMessage(message);
    } finally {
      mdc.exit();
    }
  }

  /** The caller goes on first: it does not wait for the log. */
  @Override
  public void onClose(Status status, Metadata trailers) {
    boolean first = logged.end();
    MdcScope mdc = logged.enter();
    try {
      delegate.onClose(status, trailers);
    } finally {
      if (first) {
        logged.write(status, call.getAttributes());
      }
      mdc.exit();
    }
  }

  @Override
  public void onReady() {
    MdcScope mdc = logged.enter();
    try {
      delegate.onReady();
    } finally {
      mdc.exit();
    }
  }
}
