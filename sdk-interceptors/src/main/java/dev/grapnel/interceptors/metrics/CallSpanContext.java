package dev.grapnel.interceptors.metrics;

import dev.grapnel.core.call.CallContext;
import dev.grapnel.core.call.CallTrace;
import io.prometheus.metrics.tracer.common.SpanContext;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Gives the exemplars of a {@code PrometheusMeterRegistry} the trace of the gRPC call that runs:
 * {@link CallContext#trace()}, whichever library traces it.
 *
 * <p>{@link PrometheusEndpoint#registry()} makes a registry with it; for one of your own, hand it
 * to the constructor. There are no exemplars where no call runs, nobody traces it or the trace is
 * not sampled. Only the OpenMetrics format shows exemplars. Thread-safe.
 */
public final class CallSpanContext implements SpanContext {

  private static final CallSpanContext INSTANCE = new CallSpanContext();

  private CallSpanContext() {}

  /**
   * Returns the span context.
   *
   * @return always the same
   */
  public static CallSpanContext create() {
    return INSTANCE;
  }

  /**
   * Returns the trace of the call that runs on this thread.
   *
   * @return the id of the trace, or null
   */
  @Override
  public @Nullable String getCurrentTraceId() {
    return ofTrace(CallTrace::traceId);
  }

  /**
   * Returns the span of the call that runs on this thread.
   *
   * @return the id of the span, or null
   */
  @Override
  public @Nullable String getCurrentSpanId() {
    return ofTrace(CallTrace::spanId);
  }

  /**
   * Tells whether the trace of the call that runs on this thread is recorded.
   *
   * @return whether it is; false if there is none
   */
  @Override
  public boolean isCurrentSpanSampled() {
    return Boolean.TRUE.equals(ofTrace(CallTrace::sampled));
  }

  /** Does nothing: a call's trace cannot be marked. */
  @Override
  public void markCurrentSpanAsExemplar() {}

  private static <T> @Nullable T ofTrace(Function<CallTrace, T> part) {
    return CallContext.find().flatMap(CallContext::trace).map(part).orElse(null);
  }
}
