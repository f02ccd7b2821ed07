package dev.grapnel.client.resilience;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/** How a failed call is told to a circuit breaker. */
final class CallFailure extends StatusRuntimeException {

  private static final long serialVersionUID = 1L;

  CallFailure(Status status, Metadata trailers) {
    super(status, trailers);
  }

  /** It is made on a thread of the channel, whose stack tells nothing. */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
