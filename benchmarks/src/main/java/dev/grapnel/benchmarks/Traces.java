package dev.grapnel.benchmarks;

import dev.grapnel.interceptors.tracing.TracingInterceptor;
import io.grpc.ServerInterceptor;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;

/** Apart from {@link Chains}: only the server that traces has OpenTelemetry on its class path. */
final class Traces {

  private Traces() {}

  /** Every call is recorded, and the spans go nowhere. */
  static ServerInterceptor tracing() {
    return TracingInterceptor.create(
        OpenTelemetrySdk.builder().setTracerProvider(SdkTracerProvider.builder().build()).build());
  }
}
