package dev.grapnel.interceptors.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers each request for the metrics, and all others with what is wrong with them. */
final class ScrapeHandler implements HttpHandler {

  static final String PATH = "/metrics";
  static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
  static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

  private static final Logger logger = LoggerFactory.getLogger("grpc.metrics");
  private static final String METHODS = "GET, HEAD";

  private final PrometheusMeterRegistry registry;

  ScrapeHandler(PrometheusMeterRegistry registry) {
    this.registry = registry;
  }

  private record Answer(int status, String contentType, ByteArrayOutputStream body) {

    static Answer error(int status, String text) {
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      body.writeBytes((text + "\n").getBytes(StandardCharsets.UTF_8));
      return new Answer(status, "text/plain; charset=utf-8", body);
    }
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Answer answer = answer(exchange);
      exchange.getResponseHeaders().set("Content-Type", answer.contentType());
      if (answer.status() == 405) {
        exchange.getResponseHeaders().set("Allow", METHODS);
      }
      if (exchange.getRequestMethod().equals("HEAD")) {
        exchange.getResponseHeaders().set("Content-Length", Integer.toString(answer.body().size()));
        exchange.sendResponseHeaders(answer.status(), -1);
      } else {
        exchange.sendResponseHeaders(answer.status(), answer.body().size());
        answer.body().writeTo(exchange.getResponseBody());
      }
    }
  }

  private Answer answer(HttpExchange exchange) {
    if (!PATH.equals(exchange.getRequestURI().getPath())) {
      return Answer.error(404, "not found: metrics are at " + PATH);
    }
    return switch (exchange.getRequestMethod()) {
      case "GET", "HEAD" -> scrape(exchange.getRequestHeaders().get("Accept"));
      default -> Answer.error(405, "method not allowed: expected " + METHODS);
    };
  }

  /** The whole page, so that a failure half-way is no page that looks complete. */
  private Answer scrape(@Nullable List<String> accept) {
    String contentType = AcceptHeader.prefersOpenMetrics(accept) ? OPEN_METRICS : TEXT;
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    try {
      registry.scrape(page, contentType);
    } catch (IOException | RuntimeException failure) {
      logger.warn("the metrics cannot be scraped", failure);
      return Answer.error(500, "the metrics cannot be scraped: see the log");
    }
    return new Answer(200, contentType, page);
  }
}
