package dev.grapnel.core.call;

import io.grpc.CallOptions;
import org.jspecify.annotations.Nullable;

/**
 * The trace that a call belongs to, whatever library traces it.
 *
 * @param traceId the id of the whole trace, 32 lower-case hexadecimal digits
 * @param spanId the id of the span that stands for the call, 16 such digits
 * @param sampled whether the span is recorded
 * @see <a href="https://www.w3.org/TR/trace-context/">W3C Trace Context</a>
 */
public record CallTrace(String traceId, String spanId, boolean sampled) {

  /** Tells the interceptors of a client, further in, which trace a call belongs to. */
  public static final CallOptions.Key<@Nullable CallTrace> OPTION =
      CallOptions.Key.create("grapnel-trace");
}
