package dev.grapnel.interceptors.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpHandler;
import dev.grapnel.core.config.ConfigException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Over a real port. */
class JwksHttpTest {

  private static final int LARGEST = 256 * 1024;

  @Test
  void getsADocumentOfUpTo256Kib() throws Exception {
    byte[] document = new byte[LARGEST];
    document[LARGEST - 1] = 7;
    try (KeySetServer server = KeySetServer.serving(document)) {
      assertThat(fetch(server.uri(), Duration.ofSeconds(10))).isEqualTo(document);
    }
  }

  @Test
  void takesNoLargerOneHoweverItIsSent() {
    assertFailure(exchange -> KeySetServer.send(exchange, 200, new byte[LARGEST + 1]))
        .hasMessageContaining("longer than 262144");
    assertFailure(
            exchange -> {
              exchange.sendResponseHeaders(200, 0);
              for (int i = 0; i <= LARGEST / 1024; i++) {
                exchange.getResponseBody().write(new byte[1024]);
              }
            })
        .hasMessageContaining("longer than 262144");
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void followsNoRedirect(int status) {
    try (KeySetServer other = KeySetServer.serving(RawTokens.set())) {
      assertFailure(
              exchange -> {
                exchange.getResponseHeaders().add("Location", other.uri().toString());
                KeySetServer.send(exchange, status, new byte[0]);
              })
          .hasMessageContaining("HTTP status " + status);
      assertThat(other.requests()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 204, 404, 500, 503})
  void takesStatus200Only(int status) {
    byte[] body = status == 204 ? new byte[0] : "{}".getBytes(StandardCharsets.UTF_8);

    assertFailure(exchange -> KeySetServer.send(exchange, status, body))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("HTTP status " + status);
  }

  @Test
  void givesUpOnAServerThatDoesNotAnswer() {
    CountDownLatch end = new CountDownLatch(1);
    try (KeySetServer server = KeySetServer.answering(exchange -> await(end))) {
      assertThatThrownBy(() -> fetch(server.uri(), Duration.ofSeconds(1)))
          .hasCauseInstanceOf(TimeoutException.class);
    } finally {
      end.countDown();
    }
  }

  /** The JDK's own timeout is over when the headers are there. */
  @Test
  void givesUpOnABodyThatDoesNotEnd() {
    CountDownLatch end = new CountDownLatch(1);
    HttpHandler drip =
        exchange -> {
          exchange.sendResponseHeaders(200, 100);
          exchange.getResponseBody().write('{');
          exchange.getResponseBody().flush();
          await(end);
        };
    try (KeySetServer server = KeySetServer.answering(drip)) {
      assertThatThrownBy(() -> fetch(server.uri(), Duration.ofSeconds(1)))
          .hasCauseInstanceOf(TimeoutException.class);
    } finally {
      end.countDown();
    }
  }

  @Test
  void tellsThatNobodyIsThere() {
    URI gone;
    try (KeySetServer server = KeySetServer.serving(RawTokens.set())) {
      gone = server.uri();
    }
    assertThatThrownBy(() -> fetch(gone, Duration.ofSeconds(10)))
        .hasRootCauseInstanceOf(IOException.class)
        .satisfies(
            thrown ->
                assertThat(thrown.getCause())
                    .isInstanceOfAny(ConnectException.class, IOException.class));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://login.example.com/keys",
        "ftp://127.0.0.1/keys",
        "/keys",
        "file:///etc/passwd",
        "https:keys",
        "https:///keys",
        "http://127.0.0.1.example.com/keys",
        "http://localhost.example.com/",
        "https://ana:secret@login.example.com/keys",
        "http://[::2]/keys",
        "http://10.0.0.1/keys",
        "http://169.254.169.254/keys"
      })
  void takesNoOtherPlaces(String uri) {
    assertThatThrownBy(() -> JwtAuthenticator.jwks(URI.create(uri)).build())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("expected https://host/")
        .hasMessageNotContaining("secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://login.example.com/keys?tenant=a",
        "HTTPS://login.example.com",
        "http://localhost/",
        "http://127.0.0.1:8080/keys",
        "http://[::1]:8080/keys"
      })
  void takesHttpsAndLoopback(String uri) {
    JwksHttp place = JwksHttp.at(URI.create(uri), JwksHttp.DEFAULT_TIMEOUT);

    assertThat(place.toString()).isEqualTo(uri.replace("?tenant=a", ""));
  }

  private static void await(CountDownLatch end) {
    try {
      end.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static byte[] fetch(URI uri, Duration timeout) throws Exception {
    return JwksHttp.at(uri, timeout).fetch().get(20, TimeUnit.SECONDS);
  }

  private static AbstractThrowableAssert<?, ?> assertFailure(HttpHandler answer) {
    try (KeySetServer server = KeySetServer.answering(answer)) {
      return assertThatThrownBy(() -> fetch(server.uri(), Duration.ofSeconds(10)))
          .cause()
          .isInstanceOf(IOException.class);
    }
  }
}
