package dev.grapnel.interceptors.metrics;

import dev.grapnel.interceptors.test.v1.ReadRequest;
import dev.grapnel.interceptors.test.v1.WriteRequest;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/** A registry with what tests ask of it. */
record Metered(PrometheusMeterRegistry registry) {

  static Metered create() {
    return new Metered(PrometheusEndpoint.registry());
  }

  PrometheusPage page() {
    return PrometheusPage.parse(registry.scrape());
  }

  double requests(String method, String status) {
    return page().value("grpc_requests_total", "method", method, "status", status);
  }

  double clientRequests(String method, String status) {
    return page().value("grpc_client_requests_total", "method", method, "status", status);
  }

  /** All calls of a method, whatever their status. */
  double ended(String method) {
    return page().value("grpc_request_duration_seconds_count", "method", method);
  }

  double value(String name, String method) {
    return page().value(name, "method", method);
  }

  static WriteRequest write(String text) {
    return WriteRequest.newBuilder().setText(text).build();
  }

  static ReadRequest read(String text, int count) {
    return ReadRequest.newBuilder().setText(text).setCount(count).build();
  }
}
