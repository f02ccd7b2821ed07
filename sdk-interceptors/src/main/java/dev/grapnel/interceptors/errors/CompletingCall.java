package dev.grapnel.interceptors.errors;

import dev.grapnel.core.call.CallContext;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A call whose failure gets the details it lacks on its way out. */
final class CompletingCall<ReqT, RespT> extends SimpleForwardingServerCall<ReqT, RespT> {

  private static final Logger logger = LoggerFactory.getLogger("grpc.error");

  private final StandardDetails details;
  private volatile @Nullable CallContext context;

  CompletingCall(ServerCall<ReqT, RespT> call, StandardDetails details) {
    super(call);
    this.details = details;
  }

  void context(CallContext callContext) {
    context = callContext;
  }

  @Override
  public void close(Status status, Metadata trailers) {
    CallContext call = context;
    super.close(
        status, status.isOk() || call == null ? trailers : complete(status, trailers, call));
  }

  /** A failure without details is better than a client that waits. */
  private Metadata complete(Status status, Metadata trailers, CallContext call) {
    try {
      return details.complete(status, trailers, call);
    } catch (RuntimeException failure) {
      logger.warn(
          "the failure of {} goes out as it is, its details cannot be read",
          call.info().fullMethodName(),
          failure);
      return trailers;
    }
  }
}
