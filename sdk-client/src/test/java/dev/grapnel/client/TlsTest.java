package dev.grapnel.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.grapnel.client.resolver.Targets;
import dev.grapnel.core.error.RpcException;
import dev.grapnel.core.security.TlsMaterial;
import dev.grapnel.core.security.TransportSecurity;
import dev.grapnel.testing.security.TestAuthority;
import io.grpc.ServerCredentials;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsServerCredentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TlsTest {

  @TempDir Path folder;

  private TestAuthority authority;

  @BeforeEach
  void makeAuthority() {
    authority = TestAuthority.create(folder, "authority");
  }

  @Test
  void callsAServerOfAPrivateAuthority() {
    try (HealthServer server = HealthServer.start(serverTls());
        GRPCClient client = builder(server, "localhost").build()) {
      assertThat(Loopback.check(client)).isEqualTo(HealthServer.SERVING);
    }
  }

  @Test
  void showsItsCertificateWhereTlsIsMutual() {
    try (HealthServer server = HealthServer.start(serverMutualTls());
        GRPCClient client =
            builder(server, "localhost").transportSecurity(clientMutualTls(authority)).build()) {
      assertThat(Loopback.check(client)).isEqualTo(HealthServer.SERVING);
    }
  }

  @Test
  void isRefusedWithoutACertificateWhereTlsIsMutual() {
    try (HealthServer server = HealthServer.start(serverMutualTls());
        GRPCClient client = builder(server, "localhost").build()) {
      assertThat(failure(client)).hasMessageContaining("cannot connect to localhost:");
      assertThat(server.calls()).isEmpty();
    }
  }

  @Test
  void isRefusedWithACertificateOfAnotherAuthority() {
    TestAuthority other = TestAuthority.create(folder, "other");
    try (HealthServer server = HealthServer.start(serverMutualTls());
        GRPCClient client =
            builder(server, "localhost").transportSecurity(clientMutualTls(other)).build()) {
      assertThat(failure(client)).hasMessageContaining("cannot connect to localhost:");
      assertThat(server.calls()).isEmpty();
    }
  }

  @Test
  void refusesAServerOfAnotherAuthorityAndSaysWhy() {
    TestAuthority other = TestAuthority.create(folder, "other");
    try (HealthServer server = HealthServer.start(serverTls());
        GRPCClient client =
            builder(server, "localhost").transportSecurity(trusting(other)).build()) {
      assertThat(failure(client)).hasMessageContaining("unable to find valid certification path");
      assertThat(server.calls()).isEmpty();
    }
  }

  @Test
  void refusesAServerWithAnotherNameAndSaysWhy() {
    try (HealthServer server = HealthServer.start(serverTls());
        GRPCClient client = builder(server, "localhost").authority("wrong.example").build()) {
      assertThat(failure(client))
          .hasMessageContaining("No subject alternative DNS name matching wrong.example")
          .hasMessageNotContaining("Pipeline");
      assertThat(server.calls()).isEmpty();
    }
  }

  @Test
  void checksTheNameThatAuthoritySays() {
    try (HealthServer server = HealthServer.start(serverTls());
        GRPCClient client = builder(server, "127.0.0.2").authority("users.example").build()) {
      assertThat(Loopback.check(client)).isEqualTo(HealthServer.SERVING);
      assertThat(server.calls().get(0).authority()).isEqualTo("users.example");
    }
  }

  @Test
  void addressesEachServerOfAListByItsOwnName() {
    try (HealthServer one = HealthServer.start(serverTls());
        HealthServer two = HealthServer.start(serverTls());
        GRPCClient client =
            GRPCClient.builder(Targets.of(one.at("localhost"), two.at("127.0.0.1")))
                .transportSecurity(trusting(authority))
                .build()) {
      Loopback.checkUntilEachIsCalled(client, one, two);

      assertThat(one.calls().get(0).authority()).isEqualTo(one.at("localhost"));
      assertThat(two.calls().get(0).authority()).isEqualTo(two.at("127.0.0.1"));
    }
  }

  @Test
  void checksEachServerOfAListAgainstItsOwnName() throws Exception {
    try (HealthServer one = HealthServer.start(serverTls());
        HealthServer two = HealthServer.start(serverTls());
        GRPCClient misnamed = builder(two, "127.0.0.2").build();
        GRPCClient client =
            GRPCClient.builder(Targets.of(one.at("127.0.0.1"), two.at("127.0.0.2")))
                .transportSecurity(trusting(authority))
                .build()) {
      assertThat(failure(misnamed)).hasMessageContaining("127.0.0.2");
      client.connect();

      Loopback.check(client, 20);

      assertThat(one.calls()).hasSize(20);
      assertThat(two.calls()).isEmpty();
    }
  }

  @Test
  void saysWhenTheServerSpeaksPlaintext() {
    try (HealthServer server = HealthServer.start();
        GRPCClient client = builder(server, "localhost").build()) {
      assertThat(failure(client)).hasMessageContaining("cannot connect to localhost:");
    }
  }

  @Test
  void saysWhenOnlyTheServerSpeaksTls() {
    try (HealthServer server = HealthServer.start(serverTls());
        GRPCClient client = GRPCClient.builder("localhost", server.port()).build()) {
      assertThat(failure(client)).hasMessageContaining("cannot connect to localhost:");
    }
  }

  @Test
  void followsTheFilesUntilItIsClosed() throws Exception {
    Path trusted = folder.resolve("trusted.pem");
    Files.copy(TestAuthority.create(folder, "other").certificateFile(), trusted);
    TlsMaterial material = TlsMaterial.trust(trusted).reloadingEvery(Duration.ofMillis(5));
    Thread watcher;
    try (HealthServer server = HealthServer.start(serverTls())) {
      try (GRPCClient client =
          builder(server, "localhost").transportSecurity(TransportSecurity.tls(material)).build()) {
        assertThat(failure(client)).hasMessageContaining("certification path");
        watcher = watcher();

        replace(trusted, authority.certificateFile());

        client.connect(Duration.ofSeconds(30));
        assertThat(Loopback.check(client)).isEqualTo(HealthServer.SERVING);
      }
    }
    watcher.join(10_000);
    assertThat(watcher.isAlive()).isFalse();
  }

  private GRPCClientBuilder builder(HealthServer server, String host) {
    return GRPCClient.builder(host, server.port()).transportSecurity(trusting(authority));
  }

  private ServerCredentials serverTls() {
    return credentials(TlsServerCredentials.newBuilder());
  }

  private ServerCredentials serverMutualTls() {
    TlsServerCredentials.Builder builder =
        TlsServerCredentials.newBuilder().clientAuth(TlsServerCredentials.ClientAuth.REQUIRE);
    try {
      return credentials(builder.trustManager(authority.certificateFile().toFile()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ServerCredentials credentials(TlsServerCredentials.Builder builder) {
    TlsMaterial.Identity identity = authority.issue("users.example");
    try {
      return builder
          .keyManager(identity.certificateChain().toFile(), identity.privateKey().toFile())
          .build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private TransportSecurity clientMutualTls(TestAuthority signer) {
    TlsMaterial.Identity identity = signer.issue("client");
    return TransportSecurity.mutualTls(
        TlsMaterial.identity(identity.certificateChain(), identity.privateKey())
            .trusting(authority.certificateFile()));
  }

  private static TransportSecurity trusting(TestAuthority signer) {
    return TransportSecurity.tls(TlsMaterial.trust(signer.certificateFile()));
  }

  private void replace(Path file, Path by) throws IOException {
    Path copy = Files.copy(by, folder.resolve("copy.pem"));
    Files.move(copy, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static Thread watcher() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("grapnel-tls-reload") && thread.isAlive())
        .findAny()
        .orElseThrow();
  }

  /** Lets a call fail first, so that the connection was tried. */
  private static RpcException failure(GRPCClient client) {
    assertThatThrownBy(() -> Loopback.check(client)).isInstanceOf(StatusRuntimeException.class);
    return catchThrowableOfType(RpcException.class, () -> client.connect(Duration.ofMillis(1)));
  }
}
