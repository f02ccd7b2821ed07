/**
 * Traces of calls by OpenTelemetry: {@link dev.grapnel.interceptors.tracing.TracingInterceptor}.
 *
 * <p>The only package that imports OpenTelemetry; it needs {@code opentelemetry-grpc-1.6} on the
 * class path. Others read the trace of a call from its {@link dev.grapnel.core.call.CallContext}.
 */
@NullMarked
package dev.grapnel.interceptors.tracing;

import org.jspecify.annotations.NullMarked;
