package dev.grapnel.client.resolver;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.codec.dns.DnsResponseCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class NettyDnsTest {

  private static final Duration LONGEST_TTL = Duration.ofSeconds(2);
  private static final Duration LONG = Duration.ofMinutes(5);

  private final NameServer server = NameServer.start();
  private final NettyDns dns = NettyDns.open(Optional.of(server.address()), LONGEST_TTL);

  @AfterEach
  void stop() {
    dns.close();
    server.close();
  }

  @Test
  void findsAllAddresses() throws Exception {
    server.answer(LONG, "127.0.0.1", "127.0.0.2", "127.0.0.3");

    assertThat(lookUp("users.internal")).containsExactly("127.0.0.1", "127.0.0.2", "127.0.0.3");
  }

  @Test
  void remembersAnAnswerForAsLongAsItSays() throws Exception {
    server.answer(LONG, "127.0.0.1");

    try (NettyDns patient = NettyDns.open(Optional.of(server.address()), LONG)) {
      for (int i = 0; i < 100; i++) {
        patient.addresses("users.internal").toCompletableFuture().get(20, SECONDS);
      }
    }

    assertThat(server.questions()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 300})
  void asksAgainWhenTheAnswerIsTooOld(int ttl) throws Exception {
    server.answer(Duration.ofSeconds(ttl), "127.0.0.1");
    long before = System.nanoTime();
    lookUp("a.internal");
    server.awaitQuestion();
    ScheduledExecutorService often = Executors.newSingleThreadScheduledExecutor();
    try {
      var unused =
          often.scheduleAtFixedRate(() -> dns.addresses("a.internal"), 0, 50, MILLISECONDS);
      server.awaitQuestion();

      Duration least = ttl == 300 ? LONGEST_TTL : Duration.ofSeconds(1);
      assertThat(Duration.ofNanos(System.nanoTime() - before))
          .isGreaterThan(least.minusMillis(100));
    } finally {
      often.shutdownNow();
    }
  }

  @Test
  void doesNotRememberThatThereIsNoSuchHost() throws Exception {
    assertThatThrownBy(() -> lookUp("users.internal"))
        .cause()
        .isInstanceOf(UnknownHostException.class);
    server.answer(LONG, "127.0.0.1");

    assertThat(lookUp("users.internal")).containsExactly("127.0.0.1");
  }

  @Test
  void namesTheServerThatIsSilent() {
    server.answer(new NameServer.Silence());

    assertThatThrownBy(() -> lookUp("users.internal"))
        .cause()
        .isInstanceOf(IOException.class)
        .hasMessage(
            "name server 127.0.0.1:%d did not answer within 2 s", server.address().getPort());
  }

  @Test
  void knowsNoHostThatHasNoAddress() {
    server.answer(LONG);

    assertThatThrownBy(() -> lookUp("users.internal"))
        .cause()
        .isInstanceOf(UnknownHostException.class);
  }

  @Test
  void asksOverTcpWhereTheAnswerIsTooLong() throws Exception {
    String[] many = new String[200];
    for (int i = 0; i < many.length; i++) {
      many[i] = "127.0.1." + i;
    }
    server.answer(LONG, many);

    assertThat(lookUp("users.internal")).containsExactly(many);
    assertThat(server.questionsOverTcp()).isPositive();
  }

  @Test
  void tellsWhatTheServerAnsweredInstead() {
    server.answer(new NameServer.Refusal(DnsResponseCode.SERVFAIL));

    assertThatThrownBy(() -> lookUp("users.internal"))
        .cause()
        .isInstanceOf(IOException.class)
        .hasMessage("the name server answered ServFail(2)");
  }

  @Test
  void asksNobodyAboutAddressesAndTheHostsFile() throws Exception {
    assertThat(lookUp("10.0.0.7")).containsExactly("10.0.0.7");
    assertThat(lookUp("localhost")).contains("127.0.0.1");
    assertThat(server.questions()).isZero();
  }

  @Test
  void endsItsThreadWithTheLastUser() throws Exception {
    server.answer(LONG, "127.0.0.1");
    NettyDns other = NettyDns.open(Optional.of(server.address()), LONGEST_TTL);
    lookUp("users.internal");
    Thread thread = thread().orElseThrow();
    assertThat(thread.isDaemon()).isTrue();

    other.close();
    assertThat(lookUp("others.internal")).hasSize(1);
    NettyDns last = NettyDns.open(Optional.of(server.address()), LONGEST_TTL);
    dns.close();
    last.close();

    thread.join(10_000);
    assertThat(thread.isAlive()).isFalse();
  }

  private static Optional<Thread> thread() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("grapnel-dns"))
        .findFirst();
  }

  private List<String> lookUp(String name) throws Exception {
    List<String> texts = new ArrayList<>();
    for (InetAddress address :
        dns.addresses(name).toCompletableFuture().get(20, TimeUnit.SECONDS)) {
      texts.add(address.getHostAddress());
    }
    return texts;
  }
}
