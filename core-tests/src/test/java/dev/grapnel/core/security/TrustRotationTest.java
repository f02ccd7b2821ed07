package dev.grapnel.core.security;

import static dev.grapnel.core.security.TlsServer.echo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.grapnel.testing.security.TestAuthority;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A server with mutual TLS whose trusted authorities change; TLS sessions must not outlive that.
 */
@Timeout(120)
class TrustRotationTest {

  @TempDir Path folder;

  private TestAuthority ours;
  private TestAuthority leaving;
  private TestAuthority coming;
  private Path trusted;
  private TransportSecurity server;

  @BeforeEach
  void makeAuthorities() throws IOException {
    ours = TestAuthority.create(folder, "ours");
    leaving = TestAuthority.create(folder, "leaving");
    coming = TestAuthority.create(folder, "coming");
    trusted = Files.copy(leaving.certificateFile(), folder.resolve("trusted.pem"));
    server = TransportSecurity.mutualTls(material(ours.issue("server")).trusting(trusted));
  }

  private TlsMaterial client(TestAuthority authority) {
    return material(authority.issue("client-of-" + authority.certificateFile().getFileName()))
        .trusting(ours.certificateFile());
  }

  private static TlsMaterial material(TlsMaterial.Identity identity) {
    return TlsMaterial.identity(identity.certificateChain(), identity.privateKey());
  }

  private void trust(TestAuthority authority, TlsServer running) throws IOException {
    Files.copy(authority.certificateFile(), trusted, StandardCopyOption.REPLACE_EXISTING);
    running.credentials().reload();
  }

  @Test
  void clientOfTheNewAuthorityIsServedAndTheOldOneOnlyOnItsRunningConnection() throws Exception {
    try (TlsServer running = new TlsServer(server)) {
      ManagedChannel old = running.connect(TransportSecurity.mutualTls(client(leaving)));
      TransportSecurity next = TransportSecurity.mutualTls(client(coming));
      assertThat(echo(old)).isEqualTo("hello");
      assertThat(statusOf(running.connect(next))).isEqualTo(Status.Code.UNAVAILABLE);

      trust(coming, running);

      assertThat(echo(running.connect(next))).isEqualTo("hello");
      assertThat(echo(old)).isEqualTo("hello");
      // Closes the connection, so that the next call makes a new one.
      old.enterIdle();
      while (old.getState(false) != ConnectivityState.IDLE) {
        Thread.onSpinWait();
      }
      assertThat(statusOf(old)).isEqualTo(Status.Code.UNAVAILABLE);
    }
  }

  @Test
  void clientThatGetsANewCertificateShowsItOnItsNextConnection() throws Exception {
    TlsMaterial.Identity own = leaving.issue("client");
    TlsMaterial.Identity next = coming.issue("next");
    try (TlsServer running = new TlsServer(server)) {
      TlsMaterial material = material(own).trusting(ours.certificateFile());
      ManagedChannel channel = running.connect(TransportSecurity.mutualTls(material));
      assertThat(echo(channel)).isEqualTo("hello");

      Files.copy(
          next.certificateChain(), own.certificateChain(), StandardCopyOption.REPLACE_EXISTING);
      Files.copy(next.privateKey(), own.privateKey(), StandardCopyOption.REPLACE_EXISTING);
      running.reloadClients();
      trust(coming, running);

      assertThat(echo(channel)).isEqualTo("hello");
      channel.enterIdle();
      assertThat(echo(channel)).isEqualTo("hello");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void clientThatResumesItsSessionIsRefusedAsWell(String protocol) throws Exception {
    try (TlsServer running = new TlsServer(server)) {
      RawClient old = new RawClient(client(leaving), protocol);
      assertThat(old.isServed(running.port())).isTrue();
      assertThat(old.isServed(running.port())).isTrue();

      trust(coming, running);

      assertThat(old.isServed(running.port())).isFalse();
      assertThat(old.isServed(running.port())).isFalse();
      assertThat(new RawClient(client(coming), protocol).isServed(running.port())).isTrue();
      trust(leaving, running);
      assertThat(old.isServed(running.port())).isTrue();
    }
  }

  private static Status.Code statusOf(ManagedChannel channel) {
    StatusRuntimeException refused =
        catchThrowableOfType(StatusRuntimeException.class, () -> echo(channel));
    assertThat(refused).isNotNull();
    return refused.getStatus().getCode();
  }
}
