package dev.grapnel.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.grapnel.client.resolver.Targets;
import dev.grapnel.core.error.RpcException;
import dev.grapnel.core.security.TlsMaterial;
import dev.grapnel.core.security.TransportSecurity;
import dev.grapnel.testing.security.TestAuthority;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
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
            builder(server, "localhost")
                .transportSecurity(authority.mutualClient("client"))
                .build()) {
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
    TlsMaterial.Identity foreign = TestAuthority.create(folder, "other").issue("client");
    TlsMaterial material =
        TlsMaterial.identity(foreign.certificateChain(), foreign.privateKey())
            .trusting(authority.certificateFile());
    try (HealthServer server = HealthServer.start(serverMutualTls());
        GRPCClient client =
            builder(server, "localhost")
                .transportSecurity(TransportSecurity.mutualTls(material))
                .build()) {
      assertThat(failure(client)).hasMessageContaining("cannot connect to localhost:");
      assertThat(server.calls()).isEmpty();
    }
  }

  @Test
  void refusesAServerOfAnotherAuthorityAndSaysWhy() {
    TestAuthority other = TestAuthority.create(folder, "other");
    try (HealthServer server = HealthServer.start(serverTls());
        GRPCClient client =
            builder(server, "localhost").transportSecurity(other.client()).build()) {
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
  void checksTheNameThatAuthoritySays() throws Exception {
    try (HealthServer server = HealthServer.onAllAddresses(serverTls());
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
                .transportSecurity(authority.client())
                .build()) {
      Loopback.checkUntilEachIsCalled(client, one, two);

      assertThat(one.calls().get(0).authority()).isEqualTo(one.at("localhost"));
      assertThat(two.calls().get(0).authority()).isEqualTo(two.at("127.0.0.1"));
    }
  }

  @Test
  void checksEachServerOfAListAgainstItsOwnName() throws Exception {
    try (HealthServer one = HealthServer.start(serverTls());
        HealthServer two = HealthServer.onAllAddresses(serverTls());
        GRPCClient misnamed = builder(two, "127.0.0.2").build();
        GRPCClient client =
            GRPCClient.builder(Targets.of(one.at("127.0.0.1"), two.at("127.0.0.2")))
                .transportSecurity(authority.client())
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
    return GRPCClient.builder(host, server.port()).transportSecurity(authority.client());
  }

  private TransportSecurity serverTls() {
    return authority.server("users.example");
  }

  private TransportSecurity serverMutualTls() {
    return authority.mutualServer("users.example");
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
