package dev.grapnel.client.balancing;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import org.junit.jupiter.api.Test;

class ConnectionTextTest {

  @Test
  void tellsNothingOfNettysPipeline() {
    Status closed =
        Status.UNAVAILABLE.withDescription(
            "Connection closing while performing protocol negotiation for [NettyClientHandler#0, DefaultChannelPipeline$TailContext#0]");

    assertThat(ConnectionText.reason(closed)).isEqualTo("Connection closing while it was set up");
  }
}
