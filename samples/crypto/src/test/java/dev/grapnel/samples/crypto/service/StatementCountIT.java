package dev.grapnel.samples.crypto.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.samples.crypto.client.CryptoClient;
import dev.grapnel.samples.crypto.market.ManualSchedule;
import dev.grapnel.samples.crypto.market.Market;
import dev.grapnel.samples.crypto.market.PriceWalk;
import dev.grapnel.samples.crypto.model.Coin;
import dev.grapnel.samples.crypto.store.CoinRepository;
import dev.grapnel.samples.crypto.store.Database;
import dev.grapnel.samples.crypto.store.DatabaseAddress;
import dev.grapnel.server.GRPCServer;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an RPC costs the database, however much a user holds. */
@Timeout(60)
class StatementCountIT {

  @Test
  void doesNotGrowWithTheWallets() {
    try (Database database = Database.open(DatabaseAddress.inMemory(), 4);
        GRPCServer server = server(database);
        CryptoClient client = new CryptoClient("localhost:" + server.port())) {
      int listing = statements(database, () -> client.listWallets(1));
      int valuing = statements(database, () -> client.getPortfolio(1));
      for (Coin coin : new CoinRepository(database).all()) {
        if (coin.tradable()) {
          client.deposit(1, coin.symbol(), BigDecimal.ONE);
        }
      }

      assertThat(client.listWallets(1)).hasSizeGreaterThan(40);
      assertThat(statements(database, () -> client.listWallets(1))).isEqualTo(listing).isEqualTo(2);
      assertThat(statements(database, () -> client.getPortfolio(1)))
          .isEqualTo(valuing)
          .isEqualTo(2);
    }
  }

  private static GRPCServer server(Database database) {
    PriceWalk walk = new PriceWalk(new Random(1), InstantSource.system());
    Market market = new Market(new CoinRepository(database), walk);
    PriceStreams streams = new PriceStreams(market, new ManualSchedule());
    GRPCServer server =
        GRPCServer.builder()
            .host("localhost")
            .port(0)
            .addService(new CryptoService(database, market, streams))
            .build();
    server.start();
    return server;
  }

  private static int statements(Database database, Runnable work) {
    AtomicInteger count = new AtomicInteger();
    database.logStatements(
        new SqlLogger() {
          @Override
          public void logAfterExecution(StatementContext context) {
            count.incrementAndGet();
          }
        });
    work.run();
    return count.get();
  }
}
