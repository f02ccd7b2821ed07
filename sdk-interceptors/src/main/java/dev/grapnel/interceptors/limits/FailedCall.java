package dev.grapnel.interceptors.limits;

import dev.grapnel.core.call.FailureInterceptor;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;

/** The end of a call because code of the user threw. */
final class FailedCall {

  private FailedCall() {}

  /** Closes a call with the status that core maps an exception to; core writes the log, too. */
  static <ReqT, RespT> ServerCall.Listener<ReqT> close(
      ServerCall<ReqT, RespT> call, Throwable thrown) {
    return FailureInterceptor.create()
        .interceptCall(
            call,
            new Metadata(),
            (failable, headers) -> {
              failable.close(Status.UNKNOWN.withCause(thrown), new Metadata());
              return new ServerCall.Listener<>() {};
            });
  }
}
