package dev.grapnel.interceptors.auth;

import static dev.grapnel.interceptors.auth.RawTokens.show;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.grapnel.core.config.ConfigException;
import dev.grapnel.core.security.Principal;
import dev.grapnel.interceptors.auth.Authentication.Authenticated;
import dev.grapnel.interceptors.auth.Authentication.Unavailable;
import dev.grapnel.testing.security.TestTokens;
import dev.grapnel.testing.time.VirtualClock;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** An authenticator with a key set, over a real port; refreshed on virtual time. */
class JwksAuthenticatorTest {

  private static final Principal ANA = Principal.builder("ana").build();
  private static final Duration BOUND = Duration.ofSeconds(10);
  private static final TestTokens RSA = TestTokens.rsa();

  private final VirtualClock clock = VirtualClock.create();
  private final TestTokens first = TestTokens.ec().clock(clock);
  private final TestTokens second = TestTokens.ec().clock(clock);

  @Test
  void fetchesOnItsOwnThread() throws Exception {
    TestTokens now = TestTokens.ec();
    try (KeySetServer server = KeySetServer.serving(document(now));
        JwtAuthenticator authenticator = JwtAuthenticator.jwks(server.uri()).build()) {
      assertThat(authenticator.awaitKeys(BOUND)).isTrue();

      assertThat(show(authenticator, now.token(ANA))).isInstanceOf(Authenticated.class);
      assertThat(show(authenticator, now.signedByAnother(ANA)))
          .isInstanceOf(Authentication.Refused.class);
      assertThat(show(authenticator, now.confused(ANA))).isInstanceOf(Authentication.Refused.class);
      assertThat(show(authenticator, now.unsigned(ANA))).isInstanceOf(Authentication.Refused.class);
    }
  }

  @Test
  void takesRsaKeysToo() throws Exception {
    try (KeySetServer server = KeySetServer.serving(document(RSA));
        JwtAuthenticator authenticator = JwtAuthenticator.jwks(server.uri()).build()) {
      assertThat(authenticator.awaitKeys(BOUND)).isTrue();

      assertThat(show(authenticator, RSA.token(ANA))).isInstanceOf(Authenticated.class);
      assertThat(show(authenticator, RSA.confused(ANA))).isInstanceOf(Authentication.Refused.class);
    }
  }

  @Test
  void followsARotation() throws Exception {
    try (KeySetServer server = KeySetServer.serving(document(first));
        JwtAuthenticator authenticator = authenticator(server)) {
      clock.awaitPendingTasks(1);
      assertThat(show(authenticator, first.token(ANA))).isInstanceOf(Authenticated.class);

      server.serve(document(second));
      refresh();

      assertThat(show(authenticator, second.token(ANA))).isInstanceOf(Authenticated.class);
      assertThat(show(authenticator, first.token(ANA))).isNotInstanceOf(Authenticated.class);
    }
  }

  @Test
  void outlivesAnOutageWithTheLastGoodKeys() throws Exception {
    try (KeySetServer server = KeySetServer.serving(document(first));
        JwtAuthenticator authenticator = authenticator(server)) {
      clock.awaitPendingTasks(1);

      server.answer(exchange -> KeySetServer.send(exchange, 500, new byte[0]));
      refresh();
      assertThat(show(authenticator, first.token(ANA))).isInstanceOf(Authenticated.class);

      server.serve("<html>we are sorry</html>".getBytes(StandardCharsets.UTF_8));
      refresh();
      assertThat(show(authenticator, first.token(ANA))).isInstanceOf(Authenticated.class);
    }
  }

  @Test
  void neverWaitsForAServerThatHangs() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    TestTokens now = TestTokens.ec();
    KeySetServer server =
        KeySetServer.answering(
            exchange -> {
              asked.countDown();
              await(answer);
              KeySetServer.send(exchange, 200, document(now));
            });
    try (server;
        JwtAuthenticator authenticator = JwtAuthenticator.jwks(server.uri()).build()) {
      assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();

      assertThat(show(authenticator, now.token(ANA))).isInstanceOf(Unavailable.class);
      assertThat(authenticator.awaitKeys(Duration.ofMillis(1))).isFalse();

      answer.countDown();
      assertThat(authenticator.awaitKeys(BOUND)).isTrue();
      assertThat(show(authenticator, now.token(ANA))).isInstanceOf(Authenticated.class);
    }
  }

  @Test
  void closesWhileAServerHangs() {
    CountDownLatch answer = new CountDownLatch(1);
    KeySetServer server = KeySetServer.answering(exchange -> await(answer));
    try (server) {
      JwtAuthenticator authenticator = JwtAuthenticator.jwks(server.uri()).build();
      authenticator.close();

      assertThat(authenticator.keysReady().toCompletableFuture()).isCompletedExceptionally();
    } finally {
      answer.countDown();
    }
  }

  @Test
  void logsWhyKeysCannotBeFetched() throws Exception {
    Logger logger = (Logger) LoggerFactory.getLogger("grpc.auth");
    BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    var appender =
        new AppenderBase<ILoggingEvent>() {
          @Override
          protected void append(ILoggingEvent event) {
            lines.add(event.getFormattedMessage());
          }
        };
    appender.start();
    logger.addAppender(appender);
    byte[] garbage = "{\"keys\":[],\"note\":\"forged\nline\"}x".getBytes(StandardCharsets.UTF_8);
    try (KeySetServer server = KeySetServer.serving(garbage);
        JwtAuthenticator authenticator = authenticator(server)) {
      String line;
      do {
        // A line of the test before may come late.
        line = lines.poll(10, TimeUnit.SECONDS);
      } while (line != null && !line.contains(server.uri().toString()));
      assertThat(line)
          .isEqualTo(
              "Cannot fetch the keys of %s, next try after PT1S: java.io.IOException: the document is no proper JSON object",
              server.uri());
      assertThat(authenticator.awaitKeys(Duration.ZERO)).isFalse();
    } finally {
      logger.detachAppender(appender);
    }
  }

  @Test
  void tellsAllProblemsOfAKeySetAtOnce() {
    assertThatThrownBy(
            () ->
                JwtAuthenticator.jwks(URI.create("http://login.example.com/"))
                    .leeway(Duration.ofHours(1))
                    .build())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("2 configuration problems");
  }

  private JwtAuthenticator authenticator(KeySetServer server) {
    return JwtAuthenticator.jwks(server.uri()).clock(clock).time(clock, clock.scheduler()).build();
  }

  /** After a fetch the next one is scheduled. */
  private void refresh() throws InterruptedException {
    clock.advanceToNextTask();
    clock.awaitPendingTasks(1);
  }

  private static byte[] document(TestTokens tokens) {
    return tokens.jwks().getBytes(StandardCharsets.UTF_8);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
