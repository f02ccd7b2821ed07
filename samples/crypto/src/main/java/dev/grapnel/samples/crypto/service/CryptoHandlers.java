package dev.grapnel.samples.crypto.service;

import dev.grapnel.samples.crypto.market.Market;
import dev.grapnel.samples.crypto.market.PriceWalk;
import dev.grapnel.samples.crypto.market.ScheduleThreads;
import dev.grapnel.samples.crypto.proto.CryptoServiceGrpc;
import dev.grapnel.samples.crypto.store.CoinRepository;
import dev.grapnel.samples.crypto.store.Database;
import dev.grapnel.samples.crypto.store.DatabaseAddress;
import dev.grapnel.server.discovery.AppHandlerRegistry;
import dev.grapnel.server.discovery.AppHandlers;
import dev.grapnel.server.health.HealthCheck;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.SplittableRandom;

/** The app "crypto", found by the server on its own: puts the parts together. */
public final class CryptoHandlers implements AppHandlers {

  /** Beside one for each worker: for health, for prices, and one to spare. */
  private static final int MORE_CONNECTIONS = 3;

  /** PostgreSQL takes 100 unless told otherwise, and there are other programs. */
  private static final int MOST_CONNECTIONS = 50;

  private static final int SCHEDULE_THREADS = 2;

  private final Map<String, String> environment;

  /** The app on the database that {@code DATABASE_URL} names. */
  public CryptoHandlers() {
    this(System.getenv());
  }

  /** The app with an environment of your own, for example in a test. */
  public CryptoHandlers(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public String app() {
    return "crypto";
  }

  @Override
  public void register(AppHandlerRegistry registry) {
    int connections = Math.min(registry.maxWorkers() + MORE_CONNECTIONS, MOST_CONNECTIONS);
    Database database = Database.open(DatabaseAddress.from(environment), connections);
    registry.onClose(database);
    ScheduleThreads schedule = new ScheduleThreads(SCHEDULE_THREADS);
    registry.onClose(schedule);
    PriceWalk walk = new PriceWalk(new SplittableRandom(), InstantSource.system());
    Market market = new Market(new CoinRepository(database), walk);
    PriceStreams streams = new PriceStreams(market, schedule);
    registry.onDrain(streams::close);
    registry.register(
        new CryptoService(database, market, streams),
        service -> service.exceptionMapper(StoreFailures.MAPPER));
    registry.addHealthCheck(
        HealthCheck.of(CryptoServiceGrpc.SERVICE_NAME, database::answers)
            .period(Duration.ofSeconds(1)));
    market.start(schedule);
  }
}
