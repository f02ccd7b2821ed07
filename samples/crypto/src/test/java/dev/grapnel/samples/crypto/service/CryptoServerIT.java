package dev.grapnel.samples.crypto.service;

import static dev.grapnel.testing.assertion.GrpcAssertions.assertThatCall;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.client.GRPCClient;
import dev.grapnel.client.call.ResponseStream;
import dev.grapnel.samples.crypto.client.CryptoClient;
import dev.grapnel.samples.crypto.proto.PriceUpdate;
import dev.grapnel.server.GRPCServer;
import io.grpc.Status;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** What only a whole server shows: it finds the app by itself, and is called over a connection. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CryptoServerIT {

  private GRPCServer server;
  private CryptoClient client;

  @BeforeAll
  void start() {
    server = GRPCServer.builder().host("localhost").port(0).enabledApps("crypto").build();
    server.start();
    client = new CryptoClient("localhost:" + server.port());
  }

  @AfterAll
  void stop() {
    client.close();
    server.close();
  }

  @Test
  void answersAndRefuses() {
    assertThat(client.getCoin("BTC").getSymbol()).isEqualTo("BTC");
    assertThatCall(() -> client.withdraw(1, "BTC", new BigDecimal("1000000")))
        .failsWith(Status.Code.FAILED_PRECONDITION);
  }

  @Test
  void streamsTheCurrentPricesFirst() {
    try (ResponseStream<PriceUpdate> updates =
        client.streamPrices(List.of("ETH", "BTC"), Duration.ofSeconds(1))) {
      assertThat(updates.next().getSymbol()).isEqualTo("ETH");
      assertThat(updates.next().getSymbol()).isEqualTo("BTC");
    }
  }

  @Test
  void leavesAConnectionOfOthersOpen() {
    try (GRPCClient connection = GRPCClient.builder("localhost", server.port()).build()) {
      try (CryptoClient borrowing = new CryptoClient(GRPCClient.over(connection.channel()))) {
        assertThat(borrowing.getCoin("BTC").getSymbol()).isEqualTo("BTC");
      }
      assertThat(new CryptoClient(connection).getCoin("ETH").getSymbol()).isEqualTo("ETH");
    }
  }
}
