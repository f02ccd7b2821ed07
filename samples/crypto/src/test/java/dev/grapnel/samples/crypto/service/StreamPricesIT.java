package dev.grapnel.samples.crypto.service;

import static dev.grapnel.testing.assertion.GrpcAssertions.assertThatCall;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.client.call.ResponseStream;
import dev.grapnel.samples.crypto.client.CryptoClient;
import dev.grapnel.samples.crypto.proto.PriceUpdate;
import dev.grapnel.samples.crypto.store.Database;
import dev.grapnel.samples.crypto.store.DatabaseAddress;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Price streams, on a market that stands still until a test moves it. */
@Timeout(60)
class StreamPricesIT {

  private static final Duration INTERVAL = Duration.ofSeconds(7);

  @AutoClose private static Database database;

  @AutoClose private final TestCrypto crypto = new TestCrypto(database);
  private final CryptoClient client = crypto.client;

  @BeforeAll
  static void open() {
    database = Database.open(DatabaseAddress.inMemory(), 4);
  }

  @Test
  void streamsOnlyWhatChanged() {
    try (ResponseStream<PriceUpdate> updates =
        client.streamPrices(List.of("BTC", "ETH", "BTC"), INTERVAL)) {
      assertThat(updates.next().getSymbol()).isEqualTo("BTC");
      assertThat(updates.next().getSymbol()).isEqualTo("ETH");

      crypto.clock.advance(INTERVAL);
      crypto.move("ETH", "4000.5");
      crypto.clock.advance(INTERVAL);
      assertIs(updates.next(), "ETH", "4000.5");

      crypto.move("BTC", "99999");
      crypto.move("BTC", "100001");
      crypto.clock.advance(INTERVAL);
      assertIs(updates.next(), "BTC", "100001");
    }
  }

  @Test
  void forgetsAStreamWhoseReaderLeft() {
    ResponseStream<PriceUpdate> updates = client.streamPrices(List.of("BTC"), INTERVAL);
    updates.next();
    assertThat(crypto.clock.pendingTasks()).isEqualTo(2);

    updates.close();

    assertThat(crypto.clock.pendingTasks()).isEqualTo(1);
    assertThat(updates.hasNext()).isFalse();
  }

  @Test
  void endsStreamsWhenTheAppCloses() {
    ResponseStream<PriceUpdate> updates = client.streamPrices(List.of("BTC"), INTERVAL);
    updates.next();

    crypto.streams.close();

    assertThatCall(updates::iterator).failsWith(Status.Code.UNAVAILABLE).afterMessages();
    assertThat(crypto.clock.pendingTasks()).isEqualTo(1);
  }

  @Test
  void endsAStreamThatComesTooLate() {
    crypto.streams.close();

    assertThatCall(() -> client.streamPrices(List.of("BTC"), INTERVAL).iterator())
        .failsWith(Status.Code.UNAVAILABLE);
  }

  @Test
  void holdsNoThreadHoweverManyStreamsAreOpen() {
    List<ResponseStream<PriceUpdate>> open = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      open.add(client.streamPrices(List.of("BTC"), INTERVAL));
    }

    assertThat(open).allSatisfy(updates -> assertThat(updates.next().getSymbol()).isEqualTo("BTC"));
    assertThat(client.getCoin("ETH").getSymbol()).isEqualTo("ETH");
    open.forEach(ResponseStream::close);
  }

  private static void assertIs(PriceUpdate update, String symbol, String price) {
    assertThat(update.getSymbol()).isEqualTo(symbol);
    assertThat(update.getPriceUsd()).isEqualTo(price);
  }
}
