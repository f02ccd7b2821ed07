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

  /** Twice the workers that a server has by default, which leaves some for health and prices. */
  private static final int CONNECTIONS = 20;

  private static final int SCHEDULE_THREADS = 2;

  private final Map<String, String> environment;

  /** The app on the database that {@code DATABASE_URL} names. */
  public CryptoHandlers() {
    this(System.getenv());
  }

  CryptoHandlers(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public String app() {
    return "crypto";
  }

  @Override
  public void register(AppHandlerRegistry registry) {
    Database database = Database.open(DatabaseAddress.from(environment), CONNECTIONS);
    registry.onClose(database);
    ScheduleThreads schedule = new ScheduleThreads(SCHEDULE_THREADS);
    registry.onClose(schedule);
    PriceWalk walk = new PriceWalk(new SplittableRandom(), InstantSource.system());
    Market market = new Market(new CoinRepository(database), walk);
    PriceStreams streams = new PriceStreams(market, schedule);
    registry.onClose(streams);
    registry.register(new CryptoService(database, market, streams));
    registry.addHealthCheck(
        HealthCheck.of(CryptoServiceGrpc.SERVICE_NAME, database::answers)
            .period(Duration.ofSeconds(1)));
    market.start(schedule);
  }
}
