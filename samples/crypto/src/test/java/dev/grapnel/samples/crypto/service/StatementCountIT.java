package dev.grapnel.samples.crypto.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.samples.crypto.client.CryptoClient;
import dev.grapnel.samples.crypto.model.Coin;
import dev.grapnel.samples.crypto.store.Database;
import dev.grapnel.samples.crypto.store.DatabaseAddress;
import java.math.BigDecimal;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an RPC costs the database, however much a user holds. */
@Timeout(60)
class StatementCountIT {

  @AutoClose private static Database database;

  @AutoClose private final TestCrypto crypto = new TestCrypto(database);
  private final CryptoClient client = crypto.client;

  @BeforeAll
  static void open() {
    database = Database.open(DatabaseAddress.inMemory(), 4);
  }

  @Test
  void doesNotGrowWithTheWallets() {
    int listing = statements(() -> client.listWallets(1));
    int valuing = statements(() -> client.getPortfolio(1));
    for (Coin coin : crypto.coins.all()) {
      if (coin.tradable()) {
        client.deposit(1, coin.symbol(), BigDecimal.ONE);
      }
    }

    assertThat(client.listWallets(1)).hasSizeGreaterThan(40);
    assertThat(statements(() -> client.listWallets(1))).isEqualTo(listing).isEqualTo(2);
    assertThat(statements(() -> client.getPortfolio(1))).isEqualTo(valuing).isEqualTo(2);
  }

  private int statements(Runnable work) {
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
