package dev.grapnel.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.core.security.TlsMaterial;
import dev.grapnel.core.security.TransportCredentials;
import dev.grapnel.core.security.TransportSecurity;
import dev.grapnel.server.echo.EchoResponse;
import dev.grapnel.server.echo.EchoServiceGrpc;
import dev.grapnel.testing.security.TestAuthority;
import io.grpc.Channel;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The certificate of a server is replaced five times while calls run and connections are made. */
@Timeout(300)
class TlsRotationTest {

  private static final boolean LONG = Soak.isLong();
  private static final int CALLS_PER_SECOND = LONG ? 300 : 50;
  private static final int CALLS_EACH = LONG ? 3_000 : 10;

  @TempDir Path folder;

  @Test
  void noCallFailsAndNewConnectionsSeeEachNewCertificate() throws Exception {
    TestAuthority authority = TestAuthority.create(folder);
    TlsMaterial.Identity identity = authority.issue("server");
    TlsMaterial material =
        TlsMaterial.identity(identity.certificateChain(), identity.privateKey())
            .reloadingEvery(Duration.ofMillis(20));
    GRPCServer server =
        RunningServer.builder()
            .transportSecurity(TransportSecurity.tls(material))
            .addService(new EchoService())
            .build();
    try (server;
        var credentials = TransportCredentials.channel(authority.client())) {
      server.start();
      ManagedChannel channel =
          Grpc.newChannelBuilder("localhost:" + server.port(), credentials.credentials()).build();
      Load load = new Load(channel);
      try {
        for (int rotation = 0; rotation < 5; rotation++) {
          load.awaitCalls(CALLS_EACH);
          // Written in place, one file after the other.
          authority.issue("server");
          awaitSerial(
              certificate(identity.certificateChain()).getSerialNumber(),
              authority.certificateFile(),
              server.port());
        }
        load.awaitCalls(CALLS_EACH);
      } finally {
        load.end();
        channel.shutdownNow();
      }
      assertThat(load.failures).isEmpty();
    }
  }

  private static void awaitSerial(BigInteger expected, Path authority, int port) throws Exception {
    Instant deadline = Instant.now().plusSeconds(30);
    BigInteger seen = shownSerial(authority, port);
    while (!seen.equals(expected)) {
      assertThat(Instant.now()).as("serial %s instead of %s", seen, expected).isBefore(deadline);
      seen = shownSerial(authority, port);
    }
  }

  /** A whole handshake: with a context of its own, since a resumed session shows nothing new. */
  private static BigInteger shownSerial(Path authority, int port) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("authority", certificate(authority));
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    try (SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port)) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {"h2"});
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      return shown.getSerialNumber();
    }
  }

  private static X509Certificate certificate(Path file) throws Exception {
    try (InputStream in = Files.newInputStream(file)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  /** Calls at a steady rate, whether or not earlier ones have ended. */
  private static final class Load {

    final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final LongAdder ended = new LongAdder();
    private final Phaser open = new Phaser(1);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Channel channel;

    Load(Channel channel) {
      this.channel = channel;
      long period = TimeUnit.SECONDS.toMicros(1) / CALLS_PER_SECOND;
      var unused = timer.scheduleAtFixedRate(this::call, 0, period, TimeUnit.MICROSECONDS);
    }

    private void call() {
      open.register();
      EchoServiceGrpc.newStub(channel)
          .withDeadlineAfter(30, TimeUnit.SECONDS)
          .unary(
              EchoService.request("x"),
              new StreamObserver<>() {
                @Override
                public void onNext(EchoResponse response) {}

                @Override
                public void onError(Throwable failure) {
                  failures.add(failure);
                  open.arriveAndDeregister();
                }

                @Override
                public void onCompleted() {
                  ended.increment();
                  open.arriveAndDeregister();
                }
              });
    }

    /** Waits until that many more calls have ended well. */
    void awaitCalls(int more) throws InterruptedException {
      long enough = ended.sum() + more;
      CountDownLatch reached = new CountDownLatch(1);
      var watch =
          timer.scheduleAtFixedRate(
              () -> {
                if (ended.sum() >= enough || !failures.isEmpty()) {
                  reached.countDown();
                }
              },
              0,
              5,
              TimeUnit.MILLISECONDS);
      assertThat(reached.await(60, TimeUnit.SECONDS)).isTrue();
      watch.cancel(false);
    }

    void end() throws Exception {
      timer.shutdown();
      assertThat(timer.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
      open.awaitAdvanceInterruptibly(open.arriveAndDeregister(), 60, TimeUnit.SECONDS);
    }
  }
}
