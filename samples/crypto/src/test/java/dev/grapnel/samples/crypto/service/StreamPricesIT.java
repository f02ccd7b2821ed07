package dev.grapnel.samples.crypto.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.grapnel.core.error.RpcException;
import dev.grapnel.samples.crypto.client.CryptoClient;
import dev.grapnel.samples.crypto.client.PriceUpdates;
import dev.grapnel.samples.crypto.market.ManualSchedule;
import dev.grapnel.samples.crypto.market.Market;
import dev.grapnel.samples.crypto.market.PriceWalk;
import dev.grapnel.samples.crypto.model.Coin;
import dev.grapnel.samples.crypto.store.CoinRepository;
import dev.grapnel.samples.crypto.store.Database;
import dev.grapnel.samples.crypto.store.DatabaseAddress;
import dev.grapnel.server.GRPCServer;
import io.grpc.Status;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Price streams over a real connection, on a market that stands still until a test moves it. */
@Timeout(60)
class StreamPricesIT {

  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration INTERVAL = Duration.ofSeconds(7);

  /** Bounded to -1000..1000, this is always 0. */
  private static final RandomGenerator NO_MOVES = () -> 2000L << 32;

  private final ManualSchedule schedule = new ManualSchedule();
  private final Database database = Database.open(DatabaseAddress.inMemory(), 4);
  private final CoinRepository coins = new CoinRepository(database);
  private final Market market = new Market(coins, new PriceWalk(NO_MOVES, InstantSource.system()));
  private final PriceStreams streams = new PriceStreams(market, schedule);
  private final GRPCServer server =
      GRPCServer.builder()
          .host("localhost")
          .port(0)
          .maxWorkers(1)
          .addService(new CryptoService(database, market, streams))
          .build();
  private CryptoClient client;

  @BeforeEach
  void start() {
    market.start(schedule);
    server.start();
    client = new CryptoClient("localhost:" + server.port());
  }

  @AfterEach
  void stop() {
    streams.close();
    client.close();
    server.close();
    database.close();
  }

  @Test
  void streamsOnlyWhatChanged() {
    try (PriceUpdates updates = client.streamPrices(List.of("BTC", "ETH", "BTC"), INTERVAL)) {
      assertThat(updates.next().getSymbol()).isEqualTo("BTC");
      assertThat(updates.next().getSymbol()).isEqualTo("ETH");

      schedule.pass(TICK);
      schedule.pass(INTERVAL);
      move("ETH", "4000.5");
      schedule.pass(INTERVAL);
      move("BTC", "99999");
      move("BTC", "100001");
      schedule.pass(INTERVAL);

      assertThat(updates.next())
          .satisfies(
              update -> {
                assertThat(update.getSymbol()).isEqualTo("ETH");
                assertThat(update.getPriceUsd()).isEqualTo("4000.5");
              });
      assertThat(updates.next())
          .satisfies(
              update -> {
                assertThat(update.getSymbol()).isEqualTo("BTC");
                assertThat(update.getPriceUsd()).isEqualTo("100001");
              });
    }
  }

  @Test
  void forgetsAStreamWhoseReaderLeft() throws Exception {
    PriceUpdates updates = client.streamPrices(List.of("BTC"), INTERVAL);
    updates.next();
    assertThat(schedule.tasks()).isEqualTo(2);

    updates.close();

    assertThat(schedule.awaitCancellations(1)).isTrue();
    assertThat(schedule.tasks()).isEqualTo(1);
    assertThat(updates.hasNext()).isFalse();
  }

  @Test
  void endsStreamsWhenTheAppCloses() {
    try (PriceUpdates updates = client.streamPrices(List.of("BTC"), INTERVAL)) {
      updates.next();

      streams.close();

      RpcException end = catchThrowableOfType(RpcException.class, updates::hasNext);
      assertThat(end.code()).isEqualTo(Status.Code.UNAVAILABLE);
      assertThat(schedule.tasks()).isEqualTo(1);
    }
  }

  @Test
  void endsAStreamThatComesTooLate() {
    streams.close();

    try (PriceUpdates updates = client.streamPrices(List.of("BTC"), INTERVAL)) {
      RpcException end =
          catchThrowableOfType(RpcException.class, () -> updates.forEachRemaining(update -> {}));
      assertThat(end.code()).isEqualTo(Status.Code.UNAVAILABLE);
    }
  }

  @Test
  void holdsNoWorkerHoweverManyStreamsAreOpen() {
    List<PriceUpdates> open = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      open.add(client.streamPrices(List.of("BTC"), INTERVAL));
    }

    assertThat(open).allSatisfy(updates -> assertThat(updates.next().getSymbol()).isEqualTo("BTC"));
    assertThat(client.getCoin("ETH").getSymbol()).isEqualTo("ETH");
    open.forEach(PriceUpdates::close);
  }

  private void move(String symbol, String price) {
    Coin coin = coins.find(symbol).orElseThrow();
    BigDecimal usd = new BigDecimal(price);
    coins.saveMarketData(
        List.of(coin.repriced(usd, coin.price24hAgoUsd(), coin.volume24hUsd(), coin.updatedAt())));
    schedule.pass(TICK);
  }
}
