/**
 * Numbers about calls, on Micrometer: {@link dev.grapnel.interceptors.metrics.MetricsInterceptor}
 * counts and times the calls of servers and clients, {@link
 * dev.grapnel.interceptors.metrics.PrometheusEndpoint} serves them to Prometheus, and {@link
 * dev.grapnel.interceptors.metrics.CallSpanContext} links them to traces.
 *
 * <p>Needs {@code io.micrometer:micrometer-core}; the latter two also {@code
 * io.micrometer:micrometer-registry-prometheus}.
 */
@NullMarked
package dev.grapnel.interceptors.metrics;

import org.jspecify.annotations.NullMarked;
