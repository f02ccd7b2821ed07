package dev.grapnel.client.balancing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.core.lifecycle.Ticker;
import io.grpc.Status;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConnectionWatchTest {

  private final ConnectionWatch watch =
      new ConnectionWatch(
          "users:1", LoadBalancing.roundRobin(), Duration.ofSeconds(5), Ticker.system());

  @Test
  void forgetsThatANameWasNotFoundWhenItIs() {
    watch.notResolved(Status.UNAVAILABLE.withDescription("no such host: users"));
    assertThat(watch.unreachable()).isEqualTo("no connection to users:1: no such host: users");

    watch.resolved();

    assertThat(watch.reason()).isEqualTo("no answer to the connection attempt");
  }

  @Test
  void tellsWhatAServerSaysInOneLine() {
    Status status =
        Status.UNAVAILABLE
            .withDescription("GOAWAY with \u001b[31mdebug\u009bdata")
            .withCause(new IOException("first\r\nsecond"));

    assertThat(ConnectionText.reason(status))
        .isEqualTo("GOAWAY with  [31mdebug data: first second");
  }

  @Test
  void leavesOutWhatSaysNothing() {
    Status status =
        Status.UNAVAILABLE
            .withDescription("io exception\nChannel Pipeline: [a, b]")
            .withCause(new IOException("Connection refused"));

    assertThat(ConnectionText.reason(status)).isEqualTo("Connection refused");
  }
}
