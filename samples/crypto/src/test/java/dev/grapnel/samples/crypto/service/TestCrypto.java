package dev.grapnel.samples.crypto.service;

import dev.grapnel.client.GRPCClient;
import dev.grapnel.samples.crypto.client.CryptoClient;
import dev.grapnel.samples.crypto.market.Market;
import dev.grapnel.samples.crypto.market.PriceWalk;
import dev.grapnel.samples.crypto.market.Schedule;
import dev.grapnel.samples.crypto.model.Coin;
import dev.grapnel.samples.crypto.store.CoinRepository;
import dev.grapnel.samples.crypto.store.Database;
import dev.grapnel.testing.GRPCTestClient;
import dev.grapnel.testing.Transport;
import dev.grapnel.testing.time.VirtualClock;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * The service on a real database, called in process. No time passes but on its clock, and prices
 * move only when a test moves them.
 */
final class TestCrypto implements AutoCloseable {

  /** As often as the market looks for new prices. */
  static final Duration TICK = Duration.ofSeconds(1);

  /** Bounded to -1000..1000, this is always 0. */
  private static final RandomGenerator NO_MOVES = () -> 2000L << 32;

  final VirtualClock clock = VirtualClock.create();
  final CoinRepository coins;
  final Market market;
  final PriceStreams streams;
  final CryptoService service;
  final GRPCTestClient grpc;
  final CryptoClient client;

  /** On a database that stays open. */
  TestCrypto(Database database) {
    coins = new CoinRepository(database);
    market = new Market(coins, new PriceWalk(NO_MOVES, clock));
    Schedule schedule = on(clock.scheduler());
    market.start(schedule);
    streams = new PriceStreams(market, schedule);
    service = new CryptoService(database, market, streams);
    // On the thread of the test, so that a call has done all it does when it returns.
    grpc =
        GRPCTestClient.builder()
            .addService(service)
            .exceptionMapper(StoreFailures.MAPPER)
            .transport(Transport.IN_PROCESS)
            .executor(Runnable::run)
            .build()
            .start();
    client = new CryptoClient(GRPCClient.over(grpc.channel()));
  }

  /** Gives a coin a price and lets the market see it. */
  void move(String symbol, String price) {
    Coin coin = coins.find(symbol).orElseThrow();
    BigDecimal usd = new BigDecimal(price);
    coins.saveMarketData(
        List.of(coin.repriced(usd, coin.price24hAgoUsd(), coin.volume24hUsd(), coin.updatedAt())));
    clock.advance(TICK);
  }

  @Override
  public void close() {
    grpc.close();
  }

  private static Schedule on(ScheduledExecutorService scheduler) {
    return (period, task) -> {
      long nanos = period.toNanos();
      ScheduledFuture<?> runs =
          scheduler.scheduleAtFixedRate(task, nanos, nanos, TimeUnit.NANOSECONDS);
      return () -> runs.cancel(false);
    };
  }
}
