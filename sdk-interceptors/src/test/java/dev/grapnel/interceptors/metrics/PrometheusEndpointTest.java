package dev.grapnel.interceptors.metrics;

import static dev.grapnel.interceptors.metrics.Metered.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grapnel.core.config.ConfigException;
import dev.grapnel.core.lifecycle.LifecycleState;
import dev.grapnel.interceptors.NoteService;
import dev.grapnel.interceptors.test.v1.NoteServiceGrpc;
import dev.grapnel.testing.GRPCTestClient;
import io.prometheus.metrics.model.registry.Collector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrometheusEndpointTest {

  private final Metered metered = Metered.create();
  private final HttpClient http = HttpClient.newHttpClient();
  private final PrometheusEndpoint endpoint =
      PrometheusEndpoint.builder(metered.registry()).port(0).build();

  @AfterEach
  void close() {
    endpoint.close();
  }

  private HttpResponse<String> send(String method, String path, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(endpoint.port(), path)))
            .timeout(Duration.ofSeconds(10))
            .method(method, HttpRequest.BodyPublishers.noBody());
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static String contentType(HttpResponse<?> response) {
    return response.headers().firstValue("Content-Type").orElse("none");
  }

  private void callOnce() {
    var builder =
        GRPCTestClient.builder()
            .addService(new NoteService())
            .addInterceptor(MetricsInterceptor.create(metered.registry()));
    try (var client = builder.build().start()) {
      client.stub(NoteServiceGrpc::newBlockingStub).write(write("a"));
    }
  }

  @Test
  void servesThePrometheusFormat() throws Exception {
    endpoint.start();
    callOnce();

    HttpResponse<String> response = send("GET", "/metrics");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(contentType(response)).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
    PrometheusPage page = PrometheusPage.parse(response.body());
    assertThat(page.value("grpc_requests_total", "method", NoteService.WRITE, "status", "OK"))
        .isEqualTo(1);
    assertThat(page.type("grpc_request_duration_seconds")).isEqualTo("histogram");
  }

  @Test
  void servesOpenMetricsIfAskedFor() throws Exception {
    endpoint.start();
    callOnce();

    HttpResponse<String> response =
        send("GET", "/metrics", "Accept", "application/openmetrics-text;version=1.0.0,*/*;q=0.1");

    assertThat(contentType(response))
        .isEqualTo("application/openmetrics-text; version=1.0.0; charset=utf-8");
    assertThat(response.body())
        .contains("# TYPE grpc_requests counter\n", "grpc_requests_total{")
        .endsWith("# EOF\n");
  }

  @Test
  void answersHeadWithoutABody() throws Exception {
    endpoint.start();
    callOnce();

    HttpResponse<String> response = send("HEAD", "/metrics");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEmpty();
    assertThat(response.headers().firstValueAsLong("Content-Length").orElse(0)).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS"})
  void refusesOtherMethods(String method) throws Exception {
    endpoint.start();

    HttpResponse<String> response = send(method, "/metrics");

    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("Allow")).contains("GET, HEAD");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/metrics/", "/metricsx", "/METRICS", "/x/metrics"})
  void knowsOneOnlyPath(String path) throws Exception {
    endpoint.start();

    assertThat(send("GET", path).statusCode()).isEqualTo(404);
    assertThat(send("GET", "/metrics?x=1").statusCode()).isEqualTo(200);
  }

  @Test
  void saysNothingOfWhatFailed() throws Exception {
    Collector broken =
        () -> {
          throw new IllegalStateException("a secret");
        };
    metered.registry().getPrometheusRegistry().register(broken);
    endpoint.start();

    HttpResponse<String> response = send("GET", "/metrics");

    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.body()).isEqualTo("the metrics cannot be scraped: see the log\n");
  }

  @Test
  void saysWhatToDoAboutAPortInUse() throws Exception {
    try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      PrometheusEndpoint second =
          PrometheusEndpoint.builder(metered.registry()).port(holder.getLocalPort()).build();

      assertThatThrownBy(second::start)
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("127.0.0.1:" + holder.getLocalPort())
          .hasMessageContaining("in use")
          .hasMessageContaining("choose another");
      assertThat(second.state()).isEqualTo(LifecycleState.STOPPED);
      second.close();
    }
  }

  @Test
  void startsAndStopsOnce() throws Exception {
    assertThat(endpoint.state()).isEqualTo(LifecycleState.NEW);
    assertThatThrownBy(endpoint::port).isInstanceOf(IllegalStateException.class);
    endpoint.start();
    assertThat(endpoint.state()).isEqualTo(LifecycleState.SERVING);
    assertThat(endpoint.awaitTermination(Duration.ZERO)).isFalse();
    assertThat(Thread.getAllStackTraces().keySet())
        .filteredOn(thread -> thread.getName().matches("HTTP-Dispatcher|grapnel-prometheus"))
        .isNotEmpty()
        .allMatch(Thread::isDaemon);
    assertThatThrownBy(endpoint::start).isInstanceOf(IllegalStateException.class);

    int port = endpoint.port();
    endpoint.close();
    endpoint.close();

    assertThat(endpoint.state()).isEqualTo(LifecycleState.STOPPED);
    assertThat(endpoint.awaitTermination(Duration.ZERO)).isTrue();
    assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(endpoint::start).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void listensOnLoopbackUnlessTold() throws Exception {
    endpoint.start();
    InetAddress elsewhere = InetAddress.getByName("127.0.0.2");

    assertThatThrownBy(() -> new Socket(elsewhere, endpoint.port()))
        .isInstanceOf(IOException.class);
    try (PrometheusEndpoint open =
        PrometheusEndpoint.builder(metered.registry()).host("0.0.0.0").port(0).build()) {
      open.start();
      new Socket(elsewhere, open.port()).close();
    }
  }

  @Test
  void tellsAllThatIsWrong() {
    assertThatThrownBy(PrometheusEndpoint.builder(metered.registry()).host("").port(70_000)::build)
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("host is blank")
        .hasMessageContaining("port is 70000: expected 0 to 65535");
  }

  @Test
  void namesAHostThatIsNone() {
    PrometheusEndpoint nowhere =
        PrometheusEndpoint.builder(metered.registry()).host("no-such-host.invalid").build();

    assertThatThrownBy(nowhere::start)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("no-such-host.invalid:9464 (no such host)");
  }
}
