package dev.grapnel.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.grapnel.client.balancing.LoadBalancing;
import dev.grapnel.client.resolver.Targets;
import dev.grapnel.core.config.ConfigException;
import dev.grapnel.core.policy.KeepAlive;
import dev.grapnel.core.security.TlsMaterial;
import dev.grapnel.core.security.TransportSecurity;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class GRPCClientBuilderTest {

  @TempDir Path folder;

  @Test
  void refusesAnUnknownLoadBalancingPolicyByName() {
    assertRefused(builder().loadBalancing(LoadBalancing.of("round_robbin")), "\"round_robbin\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-1S"})
  void refusesATimeoutThatIsNotAboveZero(String timeout) {
    assertRefused(builder().timeout(Duration.parse(timeout)), "timeout is " + timeout);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
  void refusesSizesThatAreNotAboveZero(int bytes) {
    assertRefused(builder().maxInboundMessageSize(bytes), "maxInboundMessageSize is " + bytes);
    assertRefused(builder().maxInboundMetadataSize(bytes), "maxInboundMetadataSize is " + bytes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "users internal",
        "me@users.internal",
        "users/internal",
        "users:",
        "users:abc",
        "users:0",
        "users:65536"
      })
  void refusesAnAuthorityThatIsNoHostName(String authority) {
    assertRefused(builder().authority(authority), "authority is \"" + authority + "\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nosuchscheme:///users", "dns:///", "dns:///a b:1"})
  void refusesATargetThatGrpcCannotResolve(String target) {
    assertRefused(GRPCClient.builder(Targets.uri(target)), target);
  }

  @Test
  void namesAFileThatIsMissing() {
    Path missing = folder.resolve("nosuch.pem");

    assertRefused(
        builder().transportSecurity(TransportSecurity.tls(TlsMaterial.trust(missing))),
        missing.toString());
  }

  @Test
  void refusesMutualTlsWithoutAnIdentity() {
    TransportSecurity security =
        TransportSecurity.mutualTls(TlsMaterial.trust(folder.resolve("ca.pem")));

    assertRefused(builder().transportSecurity(security), "TlsMaterial.identity");
  }

  @Test
  void tellsAllProblemsAtOnce() {
    TlsMaterial material = TlsMaterial.trust(folder.resolve("nosuch.pem"));
    GRPCClientBuilder builder =
        builder()
            .loadBalancing(LoadBalancing.of("nosuch"))
            .timeout(Duration.ZERO)
            .authority("")
            .maxInboundMessageSize(0)
            .maxInboundMetadataSize(0)
            .transportSecurity(TransportSecurity.tls(material));

    ConfigException failure = catchThrowableOfType(ConfigException.class, builder::build);

    assertThat(failure.problems())
        .satisfiesExactly(
            problem -> assertThat(problem).contains("nosuch\"", "round_robin", "pick_first"),
            problem -> assertThat(problem).contains("timeout"),
            problem -> assertThat(problem).contains("authority"),
            problem -> assertThat(problem).contains("maxInboundMessageSize"),
            problem -> assertThat(problem).contains("maxInboundMetadataSize"),
            problem -> assertThat(problem).contains("nosuch.pem"));
  }

  @Test
  void forgetsProblemsThatWereMended() {
    GRPCClientBuilder builder = builder().timeout(Duration.ZERO);
    assertRefused(builder, "timeout");

    builder.timeout(Duration.ofSeconds(1)).build().close();
  }

  @Test
  void takesTheLongestDurations() {
    Duration forever = ChronoUnit.FOREVER.getDuration();
    try (HealthServer server = HealthServer.start();
        GRPCClient client =
            GRPCClient.builder("localhost", server.port())
                .timeout(forever)
                .keepAlive(new KeepAlive(forever, forever))
                .build()) {
      assertThat(Loopback.check(client)).isEqualTo(HealthServer.SERVING);
    }
  }

  @Test
  void buildsClientsThatAreIndependent() {
    try (HealthServer server = HealthServer.start()) {
      GRPCClientBuilder builder = GRPCClient.builder("localhost", server.port());
      builder.build().close();
      try (GRPCClient second = builder.build()) {
        assertThat(Loopback.check(second)).isEqualTo(HealthServer.SERVING);
      }
    }
  }

  private static GRPCClientBuilder builder() {
    return GRPCClient.builder("localhost", 1);
  }

  private static void assertRefused(GRPCClientBuilder builder, String naming) {
    assertThatThrownBy(builder::build)
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(naming);
  }
}
