package dev.grapnel.core.security;

import static dev.grapnel.core.security.TlsServer.echo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.grapnel.testing.security.TestAuthority;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** TLS and mutual TLS over real connections, and what happens when their files change. */
@Timeout(120)
class TlsTest {

  @TempDir Path folder;

  private TestAuthority ours;
  private TestAuthority theirs;
  private TlsMaterial server;

  @BeforeEach
  void makeAuthorities() {
    ours = TestAuthority.create(folder, "ours");
    theirs = TestAuthority.create(folder, "theirs");
    server = material(ours.issue("server"));
  }

  @Test
  void clientThatTrustsTheAuthorityIsServed() {
    try (TlsServer running = new TlsServer(TransportSecurity.tls(server))) {
      assertThat(echo(running.connect(trusting(ours)))).isEqualTo("hello");
      assertThat(echo(running.connect(trusting(ours), "server"))).isEqualTo("hello");
    }
  }

  @Test
  void clientRefusesWhatItDoesNotTrust() {
    try (TlsServer running = new TlsServer(TransportSecurity.tls(server))) {
      assertRefused(running.connect(trusting(theirs)));
      assertRefused(running.connect(TransportSecurity.tls()));
      assertRefused(running.connect(TransportSecurity.plaintext()));
    }
  }

  @Test
  void clientRefusesAServerOfAnotherName() {
    try (TlsServer running = new TlsServer(TransportSecurity.tls(server))) {
      assertRefused(running.connect(trusting(ours), "other.test"));
    }
  }

  @Test
  void mutualTlsServesClientsOfTheAuthorityAndNoOthers() {
    TlsMaterial client = material(ours.issue("client")).trusting(ours.certificateFile());
    TlsMaterial stranger = material(theirs.issue("stranger")).trusting(ours.certificateFile());
    try (TlsServer running = new TlsServer(mutual())) {
      assertThat(echo(running.connect(TransportSecurity.mutualTls(client)))).isEqualTo("hello");
      assertRefused(running.connect(trusting(ours)));
      assertRefused(running.connect(TransportSecurity.mutualTls(stranger)));
    }
  }

  @Test
  void newConnectionsGetTheReloadedCertificateAndOldOnesGoOn() {
    try (TlsServer running = new TlsServer(TransportSecurity.tls(server))) {
      ManagedChannel old = running.connect(trusting(ours));
      assertThat(echo(old)).isEqualTo("hello");

      // The same files, now of another authority.
      theirs.issue("server");
      assertThat(echo(running.connect(trusting(ours)))).isEqualTo("hello");
      running.credentials().reload();

      assertThat(echo(running.connect(trusting(theirs)))).isEqualTo("hello");
      assertRefused(running.connect(trusting(ours)));
      assertThat(echo(old)).isEqualTo("hello");
    }
  }

  @Test
  void badFilesAreRefusedAndGoodOnesWorkAgain() throws Exception {
    Path key = server.identity().orElseThrow().privateKey();
    try (TlsServer running = new TlsServer(TransportSecurity.tls(server))) {
      for (String bad : new String[] {"", "garbage", Files.readString(otherKey())}) {
        Files.writeString(key, bad);
        running.credentials().reload();
        assertThat(echo(running.connect(trusting(ours)))).isEqualTo("hello");
      }
      Files.delete(key);
      running.credentials().reload();
      assertThat(echo(running.connect(trusting(ours)))).isEqualTo("hello");

      theirs.issue("server");
      running.credentials().reload();
      assertThat(echo(running.connect(trusting(theirs)))).isEqualTo("hello");
    }
  }

  @Test
  void reloadedAuthoritiesDecideWhichClientsAreServed() throws Exception {
    TlsMaterial stranger = material(theirs.issue("stranger")).trusting(ours.certificateFile());
    Path trusted = folder.resolve("trusted.pem");
    Files.copy(ours.certificateFile(), trusted);
    try (TlsServer running = new TlsServer(TransportSecurity.mutualTls(server.trusting(trusted)))) {
      assertRefused(running.connect(TransportSecurity.mutualTls(stranger)));

      Files.copy(theirs.certificateFile(), trusted, StandardCopyOption.REPLACE_EXISTING);
      running.credentials().reload();
      assertThat(echo(running.connect(TransportSecurity.mutualTls(stranger)))).isEqualTo("hello");
    }
  }

  private Path otherKey() {
    return ours.issue("unrelated").privateKey();
  }

  private TransportSecurity mutual() {
    return TransportSecurity.mutualTls(server.trusting(ours.certificateFile()));
  }

  private static TransportSecurity trusting(TestAuthority authority) {
    return TransportSecurity.tls(TlsMaterial.trust(authority.certificateFile()));
  }

  private static TlsMaterial material(TlsMaterial.Identity identity) {
    return TlsMaterial.identity(identity.certificateChain(), identity.privateKey());
  }

  private static void assertRefused(ManagedChannel channel) {
    StatusRuntimeException refused =
        catchThrowableOfType(StatusRuntimeException.class, () -> echo(channel));
    assertThat(refused).isNotNull();
    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
  }
}
