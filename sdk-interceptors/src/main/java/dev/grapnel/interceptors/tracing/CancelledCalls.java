package dev.grapnel.interceptors.tracing;

import dev.grapnel.core.call.CallContext;
import io.grpc.Status;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.instrumentation.api.instrumenter.AttributesExtractor;
import io.opentelemetry.instrumentation.grpc.v1_6.GrpcRequest;
import org.jspecify.annotations.Nullable;

/**
 * Tells of calls that OpenTelemetry takes for cancelled what logs and metrics tell: their deadline
 * may have passed, or they were closed a moment before.
 */
final class CancelledCalls implements AttributesExtractor<GrpcRequest, Status> {

  private static final AttributeKey<Long> CODE = AttributeKey.longKey("rpc.grpc.status_code");

  @Override
  public void onStart(AttributesBuilder attributes, Context parent, GrpcRequest request) {}

  @Override
  public void onEnd(
      AttributesBuilder attributes,
      Context context,
      GrpcRequest request,
      @Nullable Status status,
      @Nullable Throwable error) {
    CallContext call = CallContext.find().orElse(null);
    if (call == null || status == null || status.getCode() != Status.Code.CANCELLED) {
      return;
    }
    Status.Code ended = call.ended(Status.Code.CANCELLED);
    attributes.put(CODE, (long) ended.value());
    if (ended == Status.Code.DEADLINE_EXCEEDED) {
      Span.fromContext(context).setStatus(StatusCode.ERROR);
    }
  }
}
