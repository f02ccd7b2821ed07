package dev.grapnel.samples.crypto;

import dev.grapnel.core.call.CallSelector;
import dev.grapnel.core.config.GRPCConfig;
import dev.grapnel.interceptors.SelectInterceptor;
import dev.grapnel.interceptors.ServerChain;
import dev.grapnel.interceptors.auth.AccessRules;
import dev.grapnel.interceptors.auth.AuthInterceptor;
import dev.grapnel.interceptors.deadline.DeadlineInterceptor;
import dev.grapnel.interceptors.errors.ErrorInterceptor;
import dev.grapnel.interceptors.logging.LoggingInterceptor;
import dev.grapnel.interceptors.metrics.MetricsInterceptor;
import dev.grapnel.interceptors.metrics.PrometheusEndpoint;
import dev.grapnel.interceptors.tracing.TracingInterceptor;
import dev.grapnel.samples.crypto.service.CryptoService;
import io.grpc.ServerInterceptor;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What stands around every call: its trace, its log line, its metrics, its limits, its rights. */
final class CallChain implements AutoCloseable {

  private final ServerChain chain;
  private final PrometheusEndpoint endpoint;
  private final Optional<OpenTelemetrySdk> traces;

  private CallChain(
      ServerChain chain, PrometheusEndpoint endpoint, Optional<OpenTelemetrySdk> traces) {
    this.chain = chain;
    this.endpoint = endpoint;
    this.traces = traces;
  }

  /** Puts the chain together; its metrics are served from {@link #start()} on. */
  static CallChain of(
      GRPCConfig config, Map<String, String> environment, String metricsHost, int metricsPort) {
    PrometheusMeterRegistry registry = PrometheusEndpoint.registry();
    PrometheusEndpoint endpoint =
        PrometheusEndpoint.builder(registry).host(metricsHost).port(metricsPort).build();
    ServerChain.Builder chain =
        ServerChain.builder()
            .logging(exceptHealth(LoggingInterceptor.create()))
            .metrics(MetricsInterceptor.create(registry))
            .errors(ErrorInterceptor.builder().domain("crypto.grapnel.dev").build())
            .deadline(deadline(config.server().shutdownGrace()));
    if (config.auth().enabled()) {
      chain.auth(AuthInterceptor.from(config.auth(), AccessRules.of(CryptoService.class)));
    }
    Optional<OpenTelemetrySdk> traces = Traces.open(environment);
    traces.map(TracingInterceptor::create).ifPresent(chain::tracing);
    return new CallChain(chain.build(), endpoint, traces);
  }

  /** Serves the metrics. */
  void start() {
    endpoint.start();
  }

  /** For the server. */
  ServerInterceptor interceptor() {
    return chain;
  }

  /** Sends what is left to send. */
  @Override
  public void close() {
    endpoint.close();
    traces.ifPresent(OpenTelemetrySdk::close);
  }

  /** A call that may take longer than the server gives it to end would be cut off by a restart. */
  private static ServerInterceptor deadline(Duration shutdownGrace) {
    Duration usual = DeadlineInterceptor.DEFAULT_UNARY;
    return DeadlineInterceptor.builder()
        .unary(shutdownGrace.compareTo(usual) < 0 ? shutdownGrace : usual)
        .build();
  }

  /** Whoever probes once a second would fill the log. */
  private static ServerInterceptor exceptHealth(ServerInterceptor interceptor) {
    return SelectInterceptor.server(
        CallSelector.services("grpc.health.v1.Health").negate(), interceptor);
  }
}
