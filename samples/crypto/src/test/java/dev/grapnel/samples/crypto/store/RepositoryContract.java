package dev.grapnel.samples.crypto.store;

import static java.util.Comparator.comparing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.samples.crypto.model.Coin;
import dev.grapnel.samples.crypto.model.MarketStats;
import dev.grapnel.samples.crypto.model.Movement;
import dev.grapnel.samples.crypto.model.Page;
import dev.grapnel.samples.crypto.model.Position;
import dev.grapnel.samples.crypto.model.Wallet;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the repositories promise on every database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RepositoryContract {

  private Database database;
  private CoinRepository coins;
  private WalletRepository wallets;
  private UserRepository users;

  abstract DatabaseAddress freshDatabase();

  @BeforeAll
  void open() {
    database = Database.open(freshDatabase(), 4);
    coins = new CoinRepository(database);
    wallets = new WalletRepository(database);
    users = new UserRepository(database);
  }

  @AfterAll
  void close() {
    database.close();
  }

  @Test
  void opensTwiceWithoutMigratingTwice() {
    DatabaseAddress address = freshDatabase();
    Database.open(address, 2).close();

    try (Database again = Database.open(address, 2)) {
      assertThat(new CoinRepository(again).all()).hasSizeGreaterThanOrEqualTo(40);
    }
  }

  @Test
  void findsACoinBySymbol() {
    Coin bitcoin = coins.find("BTC").orElseThrow();

    assertThat(bitcoin.name()).isEqualTo("Bitcoin");
    assertThat(bitcoin.rank()).isEqualTo(1);
    assertThat(bitcoin.currentPriceUsd()).isPositive();
    assertThat(bitcoin.tradable()).isTrue();
    assertThat(bitcoin.createdAt()).isBefore(Instant.now().plusSeconds(1));
    assertThat(coins.find("NOPE")).isEmpty();
  }

  @Test
  void keepsSmallPricesToTheLastDigit() {
    assertThat(coins.find("PEPE").orElseThrow().currentPriceUsd())
        .isEqualByComparingTo("0.00000589");
  }

  @Test
  void pagesThroughAllCoinsByRank() {
    Page<Coin> first = coins.page(1, 20);
    Page<Coin> last = coins.page(3, 20);
    Page<Coin> beyond = coins.page(1000, 100);

    assertThat(first.items()).hasSize(20).isSortedAccordingTo(comparing(Coin::rank));
    assertThat(first.total()).isEqualTo(coins.all().size());
    assertThat(first.hasNext()).isTrue();
    assertThat(last.hasNext()).isFalse();
    assertThat(last.items()).hasSize(first.total() - 40);
    assertThat(beyond.items()).isEmpty();
    assertThat(beyond.hasNext()).isFalse();
  }

  @Test
  void searchesNameAndSymbolInAnyCase() {
    assertThat(symbols(coins.search("BITCOIN", 10).items())).containsExactly("BTC", "BCH");
    assertThat(symbols(coins.search("eth", 10).items())).contains("ETH", "USDT", "ETC");
    assertThat(coins.search("bitcoin", 1).items()).hasSize(1);
    assertThat(coins.search("bitcoin", 1).total()).isEqualTo(2);
  }

  @Test
  void searchesWildcardsAsThemselves() {
    assertThat(coins.search("%", 10).items()).isEmpty();
    assertThat(coins.search("_", 10).items()).isEmpty();
    assertThat(coins.search("!", 10).items()).isEmpty();
    assertThat(coins.search("\\", 10).items()).isEmpty();
    assertThat(coins.search("'; DROP TABLE coins; --", 10).items()).isEmpty();
  }

  @Test
  void ranksByMarketCapGainAndLoss() {
    assertThat(symbols(coins.page(1, 2).items())).containsExactly("BTC", "ETH");
    assertThat(coins.page(1, 100).items())
        .isSortedAccordingTo(comparing(Coin::marketCapUsd).reversed());
    assertThat(coins.gainers(5))
        .hasSize(5)
        .isSortedAccordingTo(comparing(Coin::change24hPercent).reversed())
        .allSatisfy(coin -> assertThat(coin.change24hPercent()).isPositive());
    assertThat(coins.losers(5))
        .hasSize(5)
        .isSortedAccordingTo(comparing(Coin::change24hPercent))
        .allSatisfy(coin -> assertThat(coin.change24hPercent()).isNegative());
  }

  @Test
  void sumsUpTheMarket() {
    List<Coin> all = coins.all();

    MarketStats stats = coins.stats();

    assertThat(stats.totalCoins()).isEqualTo(all.size());
    assertThat(stats.totalMarketCapUsd())
        .isEqualByComparingTo(
            all.stream().map(Coin::marketCapUsd).reduce(BigDecimal.ZERO, BigDecimal::add));
    assertThat(stats.btcDominancePercent()).isBetween(new BigDecimal(30), new BigDecimal(90));
    assertThat(stats.coinsUp() + stats.coinsDown()).isBetween(1, all.size());
  }

  @Test
  void savesMarketDataOfAllCoins() {
    Instant now = Instant.parse("2026-01-02T03:04:05.678Z");
    try (Database own = Database.open(freshDatabase(), 2)) {
      CoinRepository ownCoins = new CoinRepository(own);
      List<Coin> moved =
          ownCoins.all().stream()
              .map(
                  coin ->
                      coin.repriced(
                          coin.price24hAgoUsd(),
                          coin.currentPriceUsd(),
                          new BigDecimal("10.00"),
                          now))
              .toList();

      ownCoins.saveMarketData(moved);

      assertThat(ownCoins.all()).isEqualTo(moved);
    }
  }

  @Test
  void readsAllWalletsInOneStatementHoweverManyThereAre() {
    try (Database own = Database.open(freshDatabase(), 2)) {
      AtomicInteger statements = new AtomicInteger();
      WalletRepository ownWallets = new WalletRepository(own);
      Ledger ledger = new Ledger(own);
      for (Coin coin : new CoinRepository(own).all()) {
        ledger.make(Movement.deposit("many-" + coin.symbol(), coin, BigDecimal.ONE, 1));
      }
      own.logStatements(counting(statements));

      assertThat(ownWallets.list(1)).hasSizeGreaterThan(40);
      assertThat(statements).hasValue(1);
      assertThat(ownWallets.positions(1)).hasSizeGreaterThan(40);
      assertThat(statements).hasValue(2);
    }
  }

  @Test
  void savesAllPricesInOneBatch() {
    try (Database own = Database.open(freshDatabase(), 2)) {
      AtomicInteger statements = new AtomicInteger();
      CoinRepository ownCoins = new CoinRepository(own);
      List<Coin> all = ownCoins.all();
      own.logStatements(counting(statements));

      ownCoins.saveMarketData(all);

      assertThat(statements).hasValue(1);
    }
  }

  @Test
  void knowsTheSeededUsers() {
    assertThat(users.exists(1)).isTrue();
    assertThat(users.exists(3)).isTrue();
    assertThat(users.exists(4)).isFalse();
    assertThat(users.exists(-1)).isFalse();
  }

  @Test
  void readsWalletsWithTheirCoins() {
    Wallet wallet = wallets.find(1, "BTC").orElseThrow();

    assertThat(wallet.coinName()).isEqualTo("Bitcoin");
    assertThat(wallet.balance()).isEqualByComparingTo("1.5");
    assertThat(wallets.find(3, "SOL")).isEmpty();
    assertThat(wallets.list(1))
        .extracting(Wallet::symbol)
        .containsExactly("BTC", "ETH", "SOL", "USDT");
  }

  @Test
  void readsPositionsWithTheirPrices() {
    assertThat(wallets.positions(2))
        .hasSize(4)
        .allSatisfy(
            position -> {
              Coin coin = coins.find(position.wallet().symbol()).orElseThrow();
              assertThat(position.priceUsd()).isEqualTo(coin.currentPriceUsd());
              assertThat(position.price24hAgoUsd()).isEqualTo(coin.price24hAgoUsd());
            })
        .extracting(Position::wallet)
        .isEqualTo(wallets.list(2));
  }

  private static SqlLogger counting(AtomicInteger statements) {
    return new SqlLogger() {
      @Override
      public void logAfterExecution(StatementContext context) {
        statements.incrementAndGet();
      }
    };
  }

  private static List<String> symbols(List<Coin> coins) {
    return coins.stream().map(Coin::symbol).toList();
  }
}
