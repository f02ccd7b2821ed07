package dev.grapnel.interceptors.auth;

import com.google.protobuf.Message;
import dev.grapnel.core.error.RpcException;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/** How calls are refused, made once: a flood of bad calls is not to cost more than good ones. */
final class Refusal {

  private final Status status;
  private final @Nullable Metadata trailers;

  private Refusal(Status status, @Nullable Metadata trailers) {
    this.status = status;
    this.trailers = trailers;
  }

  static Refusal of(Status.Code code, String description, Message... details) {
    RpcException failure = RpcException.of(code, description, details);
    return new Refusal(failure.getStatus(), failure.getTrailers());
  }

  /** No message was asked for yet, and none will be. */
  <ReqT> ServerCall.Listener<ReqT> refuse(ServerCall<ReqT, ?> call) {
    Metadata own = new Metadata();
    if (trailers != null) {
      own.merge(trailers);
    }
    call.close(status, own);
    return new ServerCall.Listener<>() {};
  }
}
