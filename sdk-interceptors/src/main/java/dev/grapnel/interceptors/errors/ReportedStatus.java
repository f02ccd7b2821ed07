package dev.grapnel.interceptors.errors;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/** How a call ended, as its channel reported it: the root of the exceptions of stubs. */
final class ReportedStatus extends StatusRuntimeException {

  private static final long serialVersionUID = 1L;

  private final FailureOrigin origin;

  ReportedStatus(Status status, Metadata trailers, FailureOrigin origin) {
    super(status, trailers);
    this.origin = origin;
  }

  FailureOrigin origin() {
    return origin;
  }

  /** It is made on a thread of the channel, whose stack tells nothing. */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }

  @Override
  public String getMessage() {
    return switch (origin) {
      case PEER -> "received from the peer: " + super.getMessage();
      case LOCAL -> "not received but made on this side: " + super.getMessage();
      case UNKNOWN -> "reported by the channel: " + super.getMessage();
    };
  }
}
