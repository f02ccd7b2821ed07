package dev.grapnel.core.call;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;

/** The outermost call: its response carries the metadata of its context, and its texts are safe. */
final class ScopedCall<ReqT, RespT> extends FailableCall<ReqT, RespT> {

  private final CallContext context;
  private final ResponseMetadata responseMetadata;

  ScopedCall(ServerCall<ReqT, RespT> call, CallContext context) {
    super(call, context, context.failures());
    this.context = context;
    this.responseMetadata = context.responseMetadata();
  }

  @Override
  void leaving(Metadata metadata) {
    responseMetadata.moveInto(metadata);
  }

  @Override
  Status leaving(Status status) {
    return SafeText.of(status);
  }

  /** A handler that hears of it as a cancellation may well answer with one. */
  @Override
  boolean isAnswered() {
    return context.transportFailure() != null;
  }
}
