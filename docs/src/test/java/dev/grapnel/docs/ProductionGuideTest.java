package dev.grapnel.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grapnel.core.config.ConfigException;
import dev.grapnel.server.GRPCServer;
import dev.grapnel.server.GRPCServerBuilder;
import dev.grapnel.server.overload.OverloadOptions;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The code of docs/guide/production.md. */
class ProductionGuideTest {

  private static void builds(GRPCServerBuilder builder) {
    try (GRPCServer server = builder.addService(new ServerGuideTest.Greeter()).build()) {
      assertThat(server.adminPort()).isEmpty();
    }
  }

  @Test
  void setsOverload() {
    GRPCServerBuilder builder =
        // region: overload
        GRPCServer.builder()
            .overload(
                overload ->
                    overload
                        .maxCalls(10_000)
                        .maxWaiting(1000)
                        .targetWait(Duration.ofMillis(5), Duration.ofMillis(100))
                        .maxWait(Duration.ofSeconds(1)));
    // endregion
    builds(builder);
  }

  @Test
  void findsTheLimitItself() {
    GRPCServerBuilder builder =
        // region: adaptive
        GRPCServer.builder().overload(OverloadOptions::adaptive);
    // endregion
    assertThat(builder).isNotNull();
  }

  @Test
  void setsConnections() {
    GRPCServerBuilder builder =
        // region: connections
        GRPCServer.builder()
            .connections(
                connections ->
                    connections
                        .maxConnections(10_000)
                        .maxConnectionsPerPeer(1000)
                        .maxConcurrentCalls(100)
                        .maxAge(Duration.ofMinutes(10), Duration.ofHours(1))
                        .maxIdle(Duration.ofMinutes(5)));
    // endregion
    builds(builder);
  }

  @Test
  void setsTheDrain() {
    GRPCServerBuilder builder =
        // region: drain
        GRPCServer.builder()
            .drainDelay(Duration.ofSeconds(5))
            .shutdownGrace(Duration.ofSeconds(20));
    // endregion
    builds(builder);
  }

  @Test
  void listensOnAUnixSocket() {
    GRPCServerBuilder builder =
        // region: unix-socket
        GRPCServer.builder().unixSocket(Path.of("/run/greeter/grpc.sock"));
    // endregion
    assertThatThrownBy(() -> builds(builder))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("/run/greeter");
  }
}
