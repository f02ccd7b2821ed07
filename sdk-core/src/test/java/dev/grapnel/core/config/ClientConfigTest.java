package dev.grapnel.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.core.policy.RetryPolicy;
import dev.grapnel.core.security.TlsMaterial;
import dev.grapnel.core.security.TransportSecurity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClientConfigTest {

  @Test
  void nothingIsConfiguredByDefault() {
    assertThat(GRPCConfig.defaults().client())
        .isEqualTo(
            new ClientConfig(
                List.of(),
                "round_robin",
                1,
                Duration.ofSeconds(30),
                Optional.empty(),
                Optional.empty(),
                TransportSecurity.plaintext()));
  }

  @Test
  void everyKeyIsTaken() {
    ClientConfig client =
        client(
            Map.of(
                "GRPC_CLIENT_TARGETS", "grpc1:50051, grpc2:50051",
                "GRPC_CLIENT_LOAD_BALANCING", "least_request",
                "GRPC_CLIENT_CONNECTIONS_PER_ADDRESS", "4",
                "GRPC_CLIENT_TIMEOUT", "2s",
                "GRPC_CLIENT_RETRY_ATTEMPTS", "4",
                "GRPC_CLIENT_SERVICE_CONFIG", "calls.json",
                "GRPC_CLIENT_TLS_ENABLED", "on"));

    assertThat(client.targets()).containsExactly("grpc1:50051", "grpc2:50051");
    assertThat(client.loadBalancing()).isEqualTo("least_request");
    assertThat(client.connectionsPerAddress()).isEqualTo(4);
    assertThat(client.timeout()).isEqualTo(Duration.ofSeconds(2));
    assertThat(client.retry()).contains(RetryPolicy.onUnavailable(4));
    assertThat(client.serviceConfig()).contains(Path.of("calls.json"));
    assertThat(client.transportSecurity()).isEqualTo(TransportSecurity.tls());
  }

  @Test
  void oneAttemptIsNoRetry() {
    assertThat(client(Map.of("GRPC_CLIENT_RETRY_ATTEMPTS", "1")).retry())
        .contains(RetryPolicy.none());
  }

  @Test
  void filesTurnTlsOn() {
    Path authorities = Path.of("ca.pem");
    TlsMaterial identity = TlsMaterial.identity(Path.of("client.pem"), Path.of("client.key"));
    Map<String, String> own =
        Map.of(
            "GRPC_CLIENT_TLS_CERTIFICATE", "client.pem",
            "GRPC_CLIENT_TLS_PRIVATE_KEY", "client.key");

    assertThat(client(Map.of("GRPC_CLIENT_TLS_TRUSTED_CERTIFICATES", "ca.pem")).transportSecurity())
        .isEqualTo(TransportSecurity.tls(TlsMaterial.trust(authorities)));
    assertThat(client(own).transportSecurity()).isEqualTo(TransportSecurity.mutualTls(identity));
    assertThat(
            ConfigLoader.isolated()
                .environment(own)
                .override("grpc.client.tls.trusted-certificates", "ca.pem", "-t")
                .load()
                .client()
                .transportSecurity())
        .isEqualTo(TransportSecurity.mutualTls(identity.trusting(authorities)));
  }

  @Test
  void aCertificateWithoutItsKeyIsToldAndTheOtherWayRound() {
    assertThat(problems("grpc.client.tls.certificate"))
        .isEqualTo(
            "grpc.client.tls.private-key is missing, but grpc.client.tls.certificate is set:"
                + " a client that shows a certificate needs both it and its private key");
    assertThat(problems("grpc.client.tls.private-key"))
        .startsWith("grpc.client.tls.certificate is missing, but grpc.client.tls.private-key");
  }

  private static String problems(String key) {
    return String.valueOf(
        ConfigProblemsTest.problemsOf(ConfigLoader.isolated().override(key, "x.pem", "-x"))
            .getMessage());
  }

  private static ClientConfig client(Map<String, String> environment) {
    return ConfigLoader.isolated().environment(environment).load().client();
  }
}
