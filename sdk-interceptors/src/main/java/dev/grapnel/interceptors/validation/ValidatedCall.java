package dev.grapnel.interceptors.validation;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;

/**
 * A call that validation may end while its handler sends on another thread: from then on what the
 * handler does is without effect, and calls of grpc-java are not thread-safe.
 */
final class ValidatedCall<ReqT, RespT> extends SimpleForwardingServerCall<ReqT, RespT> {

  private boolean closed;
  private volatile boolean refused;

  ValidatedCall(ServerCall<ReqT, RespT> call) {
    super(call);
  }

  /** Takes the end of the call away from the handler; tells whether it was still open. */
  synchronized boolean refuse() {
    if (closed) {
      return false;
    }
    closed = true;
    refused = true;
    return true;
  }

  ServerCall<ReqT, RespT> inner() {
    return delegate();
  }

  @Override
  public synchronized void sendHeaders(Metadata headers) {
    if (!refused) {
      super.sendHeaders(headers);
    }
  }

  @Override
  public synchronized void sendMessage(RespT message) {
    if (!refused) {
      super.sendMessage(message);
    }
  }

  @Override
  public synchronized void close(Status status, Metadata trailers) {
    if (!refused) {
      closed = true;
      super.close(status, trailers);
    }
  }

  @Override
  public boolean isReady() {
    return !refused && super.isReady();
  }

  @Override
  public boolean isCancelled() {
    return refused || super.isCancelled();
  }
}
