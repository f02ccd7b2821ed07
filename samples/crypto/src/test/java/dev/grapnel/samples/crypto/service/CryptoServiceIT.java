package dev.grapnel.samples.crypto.service;

import static dev.grapnel.testing.assertion.GrpcAssertions.assertThatCall;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.BadRequest;
import com.google.rpc.BadRequest.FieldViolation;
import com.google.rpc.PreconditionFailure;
import com.google.rpc.PreconditionFailure.Violation;
import com.google.rpc.ResourceInfo;
import dev.grapnel.client.call.ResponseStream;
import dev.grapnel.samples.crypto.client.CryptoClient;
import dev.grapnel.samples.crypto.proto.Coin;
import dev.grapnel.samples.crypto.proto.ListCoinsResponse;
import dev.grapnel.samples.crypto.proto.MarketStatsResponse;
import dev.grapnel.samples.crypto.proto.PortfolioResponse;
import dev.grapnel.samples.crypto.proto.PriceUpdate;
import dev.grapnel.samples.crypto.proto.TransferResponse;
import dev.grapnel.samples.crypto.proto.TrendingCoinsResponse;
import dev.grapnel.samples.crypto.proto.Wallet;
import dev.grapnel.samples.crypto.proto.WalletResponse;
import dev.grapnel.samples.crypto.store.Database;
import dev.grapnel.samples.crypto.store.DatabaseAddress;
import io.grpc.Status;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All RPCs, of the service on a database. */
@Timeout(60)
class CryptoServiceIT {

  @AutoClose private static Database database;

  @AutoClose private final TestCrypto crypto = new TestCrypto(database);
  private final CryptoClient client = crypto.client;

  @BeforeAll
  static void open() {
    database = Database.open(DatabaseAddress.inMemory(), 4);
  }

  @Test
  void getsACoinInAnyCase() {
    Coin coin = client.getCoin("btc");

    assertThat(coin.getSymbol()).isEqualTo("BTC");
    assertThat(coin.getName()).isEqualTo("Bitcoin");
    assertThat(coin.getRank()).isEqualTo(1);
    assertThat(new BigDecimal(coin.getCurrentPriceUsd())).isPositive();
    assertThat(coin.getIsTradable()).isTrue();
    assertThat(coin.getUpdatedAt().getSeconds()).isPositive();
  }

  @Test
  void writesSmallPricesWithoutExponent() {
    assertThat(client.getCoin("PEPE").getCurrentPriceUsd()).startsWith("0.00000");
  }

  @Test
  void listsCoinsByPage() {
    ListCoinsResponse first = client.listCoins(0, 0);
    ListCoinsResponse third = client.listCoins(3, 20);

    assertThat(first.getSuccess()).isTrue();
    assertThat(first.getCoinsList()).hasSize(20);
    assertThat(first.getPage()).isEqualTo(1);
    assertThat(first.getPageSize()).isEqualTo(20);
    assertThat(first.getTotalPages()).isEqualTo(3);
    assertThat(first.getHasNext()).isTrue();
    assertThat(third.getCoinsList()).hasSize(first.getTotal() - 40);
    assertThat(third.getHasNext()).isFalse();
  }

  @Test
  void listsTopCoins() {
    assertThat(client.listTopCoins(3)).extracting(Coin::getRank).containsExactly(1, 2, 3);
  }

  @Test
  void searchesCoins() {
    assertThat(client.searchCoins("bitcoin")).extracting(Coin::getSymbol).contains("BTC", "BCH");
    assertThat(client.searchCoins("bitcoin", 1)).hasSize(1);
    assertThat(client.searchCoins("100%")).isEmpty();
  }

  @Test
  void streamsTheCurrentPricesFirst() {
    try (ResponseStream<PriceUpdate> updates =
        client.streamPrices(List.of("eth", "BTC"), Duration.ofSeconds(1))) {
      assertThat(updates.next().getSymbol()).isEqualTo("ETH");
      PriceUpdate second = updates.next();
      assertThat(second.getSymbol()).isEqualTo("BTC");
      assertThat(new BigDecimal(second.getPriceUsd())).isPositive();
      assertThat(second.getTimestamp().getSeconds()).isPositive();
    }
  }

  @Test
  void getsAndListsWallets() {
    Wallet wallet = client.getWallet(2, "doge");

    assertThat(wallet.getBalance()).isEqualTo("50000.5");
    assertThat(wallet.getCoinName()).isEqualTo("Dogecoin");
    assertThat(client.listWallets(2))
        .contains(wallet)
        .extracting(Wallet::getUserId)
        .containsOnly(2L);
  }

  @Test
  void valuesAPortfolio() {
    PortfolioResponse portfolio = client.getPortfolio(3);

    BigDecimal sum =
        portfolio.getPositionsList().stream()
            .map(position -> new BigDecimal(position.getValueUsd()))
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    assertThat(portfolio.getSuccess()).isTrue();
    assertThat(portfolio.getUserId()).isEqualTo(3);
    assertThat(portfolio.getPositionsCount()).isGreaterThanOrEqualTo(4);
    assertThat(new BigDecimal(portfolio.getTotalValueUsd()))
        .isCloseTo(sum, Offset.offset(new BigDecimal("0.000001")));
  }

  @Test
  void depositsAndWithdraws() {
    WalletResponse deposited = client.deposit(1, "ADA", new BigDecimal("1.50"));
    WalletResponse withdrawn = client.withdraw(1, "ADA", new BigDecimal("0.5"), "it-withdraw");

    assertThat(deposited.getSuccess()).isTrue();
    assertThat(deposited.getWallet().getBalance()).isEqualTo("1.5");
    assertThat(deposited.getTransactionId()).hasSize(36);
    assertThat(withdrawn.getWallet().getBalance()).isEqualTo("1");
    assertThat(withdrawn.getTransactionId()).isEqualTo("it-withdraw");
  }

  @Test
  void makesATransactionIdWhenThereIsNone() {
    assertThat(client.deposit(1, "NEAR", BigDecimal.ONE, "").getTransactionId()).hasSize(36);
  }

  @Test
  void transfersBetweenUsersAndOnlyOnce() {
    TransferResponse transfer = client.transfer(3, 1, "LINK", BigDecimal.TEN, "it-transfer");
    TransferResponse again = client.transfer(3, 1, "link", BigDecimal.TEN, "it-transfer");

    assertThat(transfer.getSuccess()).isTrue();
    assertThat(transfer.getFromWallet().getBalance()).isEqualTo("400");
    assertThat(transfer.getToWallet().getBalance()).isEqualTo("10");
    assertThat(transfer.getAmount()).isEqualTo("10");
    assertThat(again).isEqualTo(transfer);
    assertThat(client.getWallet(3, "LINK").getBalance()).isEqualTo("400");
  }

  @Test
  void sumsUpTheMarket() {
    MarketStatsResponse stats = client.getMarketStats();

    assertThat(stats.getSuccess()).isTrue();
    assertThat(stats.getTotalCoins()).isGreaterThanOrEqualTo(40);
    assertThat(new BigDecimal(stats.getBtcDominancePercent()))
        .isBetween(BigDecimal.ONE, new BigDecimal(99));
    assertThat(new BigDecimal(stats.getTotalMarketCapUsd())).isPositive();
  }

  @Test
  void namesGainersAndLosers() {
    TrendingCoinsResponse trending = client.getTrendingCoins(3);

    assertThat(trending.getGainersList())
        .hasSize(3)
        .allSatisfy(coin -> assertThat(new BigDecimal(coin.getChange24HPercent())).isPositive());
    assertThat(trending.getLosersList())
        .hasSize(3)
        .allSatisfy(coin -> assertThat(new BigDecimal(coin.getChange24HPercent())).isNegative());
  }

  @Test
  void refusesToOverdrawAndTellsWhichPreconditionFailed() {
    assertPrecondition(
        "INSUFFICIENT_BALANCE", () -> client.withdraw(1, "BTC", new BigDecimal("1000000")));
  }

  @Test
  void refusesBalancesBeyondTheLimit() {
    BigDecimal most = new BigDecimal("99999999999999999999");
    client.deposit(1, "SHIB", most);

    assertPrecondition("BALANCE_LIMIT", () -> client.deposit(1, "SHIB", most));
  }

  @Test
  void refusesToMoveACoinThatIsNotTradable() {
    assertPrecondition("NOT_TRADABLE", () -> client.deposit(1, "LEO", BigDecimal.ONE));
  }

  @Test
  void refusesATransactionIdOfAnotherTransaction() {
    client.deposit(1, "DOT", BigDecimal.ONE, "it-taken");

    assertThatCall(() -> client.deposit(1, "DOT", BigDecimal.TEN, "it-taken"))
        .failsWith(Status.Code.ALREADY_EXISTS)
        .hasFieldViolation("transaction_id");
    assertThat(client.getWallet(1, "DOT").getBalance()).isEqualTo("1");
  }

  private interface Call {
    Object on(CryptoClient client);
  }

  private record Bad(Call call, List<String> fields) {}

  private static Named<Bad> bad(String name, Call call, String... fields) {
    return Named.of(name, new Bad(call, List.of(fields)));
  }

  static Stream<Named<Bad>> malformed() {
    BigDecimal one = BigDecimal.ONE;
    return Stream.of(
        bad("getCoin without symbol", api -> api.getCoin(""), "symbol"),
        bad("getCoin of a strange symbol", api -> api.getCoin("B T C"), "symbol"),
        bad("listCoins of a negative page", api -> api.listCoins(-1, 10), "page"),
        bad("listCoins of a huge page", api -> api.listCoins(-1, 101), "page", "page_size"),
        bad("searchCoins for nothing", api -> api.searchCoins(" "), "query"),
        bad("searchCoins for too many", api -> api.searchCoins("", 101), "query", "limit"),
        bad("listTopCoins of too many", api -> api.listTopCoins(101), "limit"),
        bad("getTrendingCoins of less than none", api -> api.getTrendingCoins(-1), "limit"),
        bad("getWallet of nobody", api -> api.getWallet(0, ""), "user_id", "symbol"),
        bad("listWallets of nobody", api -> api.listWallets(-5), "user_id"),
        bad("getPortfolio of nobody", api -> api.getPortfolio(0), "user_id"),
        bad("deposit of zero", api -> api.deposit(1, "BTC", BigDecimal.ZERO), "amount"),
        bad("deposit of less", api -> api.deposit(1, "BTC", one.negate()), "amount"),
        bad("deposit of dust", api -> api.deposit(1, "BTC", one.movePointLeft(19)), "amount"),
        bad("deposit of too much", api -> api.deposit(1, "BTC", one.movePointRight(20)), "amount"),
        bad(
            "deposit under a long id",
            api -> api.deposit(1, "BTC", one, "x".repeat(65)),
            "transaction_id"),
        bad(
            "withdraw of everything wrong",
            api -> api.withdraw(0, "", one.negate(), " "),
            "user_id",
            "symbol",
            "amount",
            "transaction_id"),
        bad("transfer to oneself", api -> api.transfer(1, 1, "BTC", one), "to_user_id"),
        bad(
            "transfer of everything wrong",
            api -> api.transfer(0, -1, "", one.negate()),
            "from_user_id",
            "to_user_id",
            "symbol",
            "amount"),
        bad(
            "streamPrices of none",
            api -> api.streamPrices(List.of(), Duration.ZERO).next(),
            "symbols"),
        bad(
            "streamPrices of too many",
            api -> api.streamPrices(Collections.nCopies(51, "BTC"), Duration.ZERO).next(),
            "symbols"),
        bad(
            "streamPrices too rarely",
            api -> api.streamPrices(List.of("BTC"), Duration.ofSeconds(3601)).next(),
            "interval_seconds"));
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void namesEveryMalformedField(Bad bad) {
    assertThatCall(() -> bad.call().on(client))
        .failsWith(Status.Code.INVALID_ARGUMENT)
        .hasDetailOfType(
            BadRequest.class,
            refused ->
                assertThat(refused.getFieldViolationsList())
                    .extracting(FieldViolation::getField)
                    .containsExactlyElementsOf(bad.fields()));
  }

  static Stream<Named<Bad>> unknown() {
    BigDecimal one = BigDecimal.ONE;
    return Stream.of(
        bad("getCoin", api -> api.getCoin("NOPE"), "symbol", "crypto.Coin", "NOPE"),
        bad(
            "streamPrices",
            api -> api.streamPrices(List.of("BTC", "NOPE"), Duration.ZERO).next(),
            "symbols",
            "crypto.Coin",
            "NOPE"),
        bad("getWallet of a user", api -> api.getWallet(99, "BTC"), "user_id", "crypto.User", "99"),
        bad(
            "getWallet of a coin",
            api -> api.getWallet(1, "NOPE"),
            "symbol",
            "crypto.Coin",
            "NOPE"),
        bad("getWallet", api -> api.getWallet(1, "KAS"), "symbol", "crypto.Wallet", "1/KAS"),
        bad("listWallets", api -> api.listWallets(99), "user_id", "crypto.User", "99"),
        bad("getPortfolio", api -> api.getPortfolio(99), "user_id", "crypto.User", "99"),
        bad(
            "deposit to a user",
            api -> api.deposit(99, "BTC", one),
            "user_id",
            "crypto.User",
            "99"),
        bad(
            "deposit of a coin",
            api -> api.deposit(1, "NOPE", one),
            "symbol",
            "crypto.Coin",
            "NOPE"),
        bad("withdraw", api -> api.withdraw(99, "BTC", one), "user_id", "crypto.User", "99"),
        bad(
            "transfer from",
            api -> api.transfer(99, 1, "BTC", one),
            "from_user_id",
            "crypto.User",
            "99"),
        bad(
            "transfer to",
            api -> api.transfer(1, 99, "BTC", one),
            "to_user_id",
            "crypto.User",
            "99"));
  }

  @ParameterizedTest
  @MethodSource("unknown")
  void namesWhatIsNotFound(Bad bad) {
    assertThatCall(() -> bad.call().on(client))
        .failsWith(Status.Code.NOT_FOUND)
        .hasFieldViolation(bad.fields().get(0))
        .hasDetailOfType(
            ResourceInfo.class,
            resource -> {
              assertThat(resource.getResourceType()).isEqualTo(bad.fields().get(1));
              assertThat(resource.getResourceName()).isEqualTo(bad.fields().get(2));
            });
  }

  private static void assertPrecondition(String type, Callable<WalletResponse> call) {
    assertThatCall(call)
        .failsWith(Status.Code.FAILED_PRECONDITION)
        .hasDetailOfType(
            PreconditionFailure.class,
            failure ->
                assertThat(failure.getViolationsList())
                    .extracting(Violation::getType)
                    .containsExactly(type));
  }
}
