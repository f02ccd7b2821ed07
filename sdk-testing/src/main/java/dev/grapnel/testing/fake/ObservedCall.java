package dev.grapnel.testing.fake;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;

/** Notes how a call was closed, before its client can know. */
final class ObservedCall<ReqT, RespT> extends SimpleForwardingServerCall<ReqT, RespT> {

  private final ReceivedCall<ReqT> received;
  private volatile boolean closed;

  ObservedCall(ServerCall<ReqT, RespT> call, ReceivedCall<ReqT> received) {
    super(call);
    this.received = received;
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public void close(Status status, Metadata trailers) {
    closed = true;
    received.ended(status);
    // A handler that ends its call with a failed assertion would hide it from the test otherwise.
    if (status.getCause() instanceof AssertionError failure) {
      received.scriptFailed(failure);
    }
    super.close(status, trailers);
  }
}
