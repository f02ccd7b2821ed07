package dev.grapnel.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.server.EchoService;
import dev.grapnel.server.GRPCServer;
import dev.grapnel.server.RunningServer;
import dev.grapnel.server.echo.EchoRequest;
import dev.grapnel.server.echo.EchoResponse;
import dev.grapnel.server.echo.EchoServiceGrpc;
import dev.grapnel.testing.call.StreamRecorder;
import dev.grapnel.testing.security.TestAuthority;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FloodTest {

  private static final int PROTOCOL_ERROR = 1;
  private static final int ENHANCE_YOUR_CALM = 11;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /**
   * They are not ended, or not always: they cost no more than reading their bytes, and honest
   * clients send many; or, where answers do not fit, calls stay open up to the limit of calls.
   */
  private static final Set<Attack> NOT_ALWAYS_ENDED =
      Set.of(Attack.WINDOW_UPDATE_FLOOD, Attack.CLOSED_WINDOW_UPDATE_FLOOD, Attack.TINY_DATA_FLOOD);

  /** What is too large cannot be read on, since header compression has a state. */
  private static final Set<Attack> TOO_LARGE =
      Set.of(Attack.LARGE_CONTINUATION_FLOOD, Attack.LARGE_HEADERS);

  private static final long MOST_HEAP_GROWTH = 16 << 20;

  private static NetworkServer server;

  @BeforeAll
  static void start() {
    server = NetworkServer.start(connections -> {});
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @EnumSource
  void isHealthyUnderEachAttack(Attack attack) throws Exception {
    // Up to 1000 calls of this one stay open: only many more of them end the connection.
    boolean all = NetworkServer.LONG || attack == Attack.SETTINGS_HEADER_LIST_SIZE;
    int times = all ? attack.number : Math.max(2000, attack.number / 20);
    long before = NetworkServer.LONG ? heap() : 0;
    try (RawConnection attacker = server.connect().hello().awaitServer()) {
      server.whileHealthy(
          () -> {
            attack.run(attacker, times);
            if (!NOT_ALWAYS_ENDED.contains(attack)) {
              assertThat(attacker.awaitEnd(PATIENCE))
                  .isIn(
                      TOO_LARGE.contains(attack) ? PROTOCOL_ERROR : ENHANCE_YOUR_CALM,
                      // The system may throw away what was sent when more comes in after the end.
                      RawConnection.NO_GOAWAY);
            }
          });
    }
    server.awaitVital("open", 1);
    if (NetworkServer.LONG) {
      assertThat(heap() - before).isLessThan(MOST_HEAP_GROWTH);
    }
  }

  @Test
  void countsConnectionsThatWereEnded() throws Exception {
    int before = server.vital("flooded");
    try (RawConnection attacker = server.connect().hello().awaitServer()) {
      Attack.SETTINGS_FLOOD.run(attacker, 1000);
      attacker.awaitEnd(PATIENCE);
    }
    assertThat(server.vital("flooded")).isEqualTo(before + 1);
  }

  @Test
  void leavesAClientAloneThatStreamsManyEmptyMessages() {
    int before = server.vital("flooded");
    StreamRecorder<EchoResponse> answer = StreamRecorder.create();
    StreamObserver<EchoRequest> requests =
        EchoServiceGrpc.newStub(server.channel()).clientStream(answer);
    for (int i = 0; i < 2_000; i++) {
      requests.onNext(EchoRequest.getDefaultInstance());
    }
    requests.onCompleted();
    answer.awaitEnd();
    assertThat(answer.messages()).hasSize(1);
    assertThat(server.vital("flooded")).isEqualTo(before);
  }

  @Test
  void guardsTlsToo(@TempDir Path folder) throws Exception {
    TestAuthority authority = TestAuthority.create(folder);
    GRPCServer tls =
        RunningServer.builder()
            .transportSecurity(authority.server("server"))
            .addService(new EchoService())
            .build();
    try (tls) {
      tls.start();
      SSLContext trusting = SSLContext.getInstance("TLS");
      trusting.init(null, new TrustManager[] {new TrustsAll()}, new SecureRandom());
      SSLSocket socket =
          (SSLSocket) trusting.getSocketFactory().createSocket("127.0.0.1", tls.port());
      var parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {"h2"});
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      try (RawConnection attacker = RawConnection.over(socket).hello().awaitServer()) {
        Attack.SETTINGS_ACK_FLOOD.run(attacker, 10_000);
        assertThat(attacker.awaitEnd(PATIENCE)).isIn(ENHANCE_YOUR_CALM, RawConnection.NO_GOAWAY);
      }
    }
  }

  private static long heap() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static final class TrustsAll implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
