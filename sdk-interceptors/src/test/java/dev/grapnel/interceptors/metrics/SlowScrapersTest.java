package dev.grapnel.interceptors.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Gauge;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** More slow clients than the endpoint has threads. */
class SlowScrapersTest {

  private static final int CLIENTS = 12;

  private final Metered metered = Metered.create();
  private @Nullable PrometheusEndpoint endpoint;
  private final List<Socket> clients = new ArrayList<>();

  private void start(Duration exchangeLimit) {
    endpoint =
        PrometheusEndpoint.builder(metered.registry()).port(0).exchangeLimit(exchangeLimit).build();
    endpoint.start();
  }

  @AfterEach
  void close() throws IOException {
    for (Socket client : clients) {
      client.close();
    }
    endpoint.close();
  }

  private void connect(String sent) throws IOException {
    for (int i = 0; i < CLIENTS; i++) {
      Socket client = new Socket();
      clients.add(client);
      client.setReceiveBufferSize(4_096);
      client.setSoTimeout(10_000);
      client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), endpoint.port()));
      client.getOutputStream().write(sent.getBytes(StandardCharsets.US_ASCII));
    }
  }

  private int scrape() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/metrics".formatted(endpoint.port())))
            .timeout(Duration.ofSeconds(20))
            .build();
    for (int tries = 1; ; tries++) {
      try {
        return HttpClient.newHttpClient()
            .send(request, HttpResponse.BodyHandlers.discarding())
            .statusCode();
      } catch (IOException cut) {
        // On a stalled machine the scrape itself may take longer than the limit.
        if (tries == 5 || cut instanceof HttpTimeoutException) {
          throw cut;
        }
      }
    }
  }

  /** Reads what is there, to the end that the server makes. */
  private static long remainder(Socket client) throws IOException {
    long read = 0;
    byte[] buffer = new byte[65_536];
    try {
      for (int n = 0; n >= 0; n = client.getInputStream().read(buffer)) {
        read += n;
      }
    } catch (SocketException reset) {
      return read;
    }
    return read;
  }

  @Test
  void thatSendHalfARequestAreEnded() throws Exception {
    start(Duration.ofMillis(200));
    connect("GET /met");

    assertThat(scrape()).isEqualTo(200);
    for (Socket client : clients) {
      assertThat(remainder(client)).isZero();
    }
  }

  @Test
  void thatSendHalfABodyAreEnded() throws Exception {
    start(Duration.ofMillis(200));
    connect("POST /metrics HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nhalf");

    assertThat(scrape()).isEqualTo(200);
    for (Socket client : clients) {
      assertThat(remainder(client)).isLessThan(1_000);
    }
  }

  @Test
  void thatDoNotReadAreEnded() throws Exception {
    int size = 8 * 1024 * 1024;
    Gauge.builder("big", () -> 1).tag("label", "x".repeat(size)).register(metered.registry());
    start(Duration.ofSeconds(2));
    connect("GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

    assertThat(scrape()).isEqualTo(200);
    List<Long> received = new ArrayList<>();
    for (Socket client : clients) {
      received.add(remainder(client));
    }
    assertThat(received).anyMatch(bytes -> bytes < size);
  }

  @Test
  void thatSendNothingHoldNoThread() throws Exception {
    start(Duration.ofSeconds(30));
    connect("");

    assertThat(scrape()).isEqualTo(200);
  }
}
