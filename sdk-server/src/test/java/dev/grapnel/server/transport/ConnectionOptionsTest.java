package dev.grapnel.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.core.policy.KeepAlive;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConnectionOptionsTest {

  @Test
  void hasSoundDefaults() {
    assertThat(new ConnectionOptions().problems()).isEmpty();
  }

  @Test
  void namesWhatIsNotAboveZero() {
    ConnectionOptions options =
        new ConnectionOptions().maxConnections(0).maxIdle(Duration.ofSeconds(-1));
    assertThat(options.problems())
        .containsExactly(
            "connections.maxConnections is 0: expected a number above zero",
            "connections.maxIdle is PT-1S: expected a time above zero");
  }

  @Test
  void namesSettingsThatContradictEachOther() {
    ConnectionOptions options =
        new ConnectionOptions()
            .maxConnections(10)
            .maxConnectionsPerPeer(11)
            .keepAlive(new KeepAlive(Duration.ofSeconds(20), Duration.ofSeconds(5)))
            .permitKeepAliveTime(Duration.ofSeconds(30));
    assertThat(options.problems())
        .hasSize(2)
        .anyMatch(problem -> problem.contains("maxConnectionsPerPeer is 11: expected at most"))
        .anyMatch(problem -> problem.contains("permitKeepAliveTime is PT30S: expected at most"));
  }

  @Test
  void letsDefaultsGiveWay() {
    ConnectionOptions options =
        new ConnectionOptions()
            .maxConnections(10)
            .keepAlive(new KeepAlive(Duration.ofSeconds(5), Duration.ofSeconds(5)));
    assertThat(options.problems()).isEmpty();
  }
}
