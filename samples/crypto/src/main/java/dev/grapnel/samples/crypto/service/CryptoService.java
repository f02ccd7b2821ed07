package dev.grapnel.samples.crypto.service;

import com.google.protobuf.Empty;
import com.google.rpc.ResourceInfo;
import dev.grapnel.core.error.ErrorDetails;
import dev.grapnel.core.error.RpcException;
import dev.grapnel.interceptors.auth.PublicAccess;
import dev.grapnel.interceptors.auth.RequiresAuthentication;
import dev.grapnel.samples.crypto.market.Market;
import dev.grapnel.samples.crypto.model.Coin;
import dev.grapnel.samples.crypto.model.Decimals;
import dev.grapnel.samples.crypto.model.Movement;
import dev.grapnel.samples.crypto.model.Portfolio;
import dev.grapnel.samples.crypto.model.Receipt;
import dev.grapnel.samples.crypto.model.Wallet;
import dev.grapnel.samples.crypto.proto.CoinResponse;
import dev.grapnel.samples.crypto.proto.CryptoServiceGrpc;
import dev.grapnel.samples.crypto.proto.DepositRequest;
import dev.grapnel.samples.crypto.proto.GetCoinRequest;
import dev.grapnel.samples.crypto.proto.GetPortfolioRequest;
import dev.grapnel.samples.crypto.proto.GetTopCoinsRequest;
import dev.grapnel.samples.crypto.proto.GetTrendingCoinsRequest;
import dev.grapnel.samples.crypto.proto.GetWalletRequest;
import dev.grapnel.samples.crypto.proto.ListCoinsRequest;
import dev.grapnel.samples.crypto.proto.ListCoinsResponse;
import dev.grapnel.samples.crypto.proto.ListWalletsRequest;
import dev.grapnel.samples.crypto.proto.ListWalletsResponse;
import dev.grapnel.samples.crypto.proto.MarketStatsResponse;
import dev.grapnel.samples.crypto.proto.PortfolioResponse;
import dev.grapnel.samples.crypto.proto.PriceUpdate;
import dev.grapnel.samples.crypto.proto.SearchCoinsRequest;
import dev.grapnel.samples.crypto.proto.StreamPricesRequest;
import dev.grapnel.samples.crypto.proto.TransferRequest;
import dev.grapnel.samples.crypto.proto.TransferResponse;
import dev.grapnel.samples.crypto.proto.TrendingCoinsResponse;
import dev.grapnel.samples.crypto.proto.WalletResponse;
import dev.grapnel.samples.crypto.proto.WithdrawRequest;
import dev.grapnel.samples.crypto.store.CoinRepository;
import dev.grapnel.samples.crypto.store.Database;
import dev.grapnel.samples.crypto.store.Ledger;
import dev.grapnel.samples.crypto.store.UserRepository;
import dev.grapnel.samples.crypto.store.WalletRepository;
import dev.grapnel.server.BaseService;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The RPCs: each checks its request, asks the store or the market, and answers.
 *
 * <p>The annotations hold where the server authenticates: coins are for everybody, a wallet for the
 * user whose it is, and for those with a permission for others.
 */
@RequiresAuthentication
public final class CryptoService extends CryptoServiceGrpc.CryptoServiceImplBase
    implements BaseService {

  /** Whoever has this permission may look into the wallets of all users. */
  public static final String VIEW_ANY_WALLET = "crypto.view_any_wallet";

  /** Whoever has this permission may move what is in the wallets of all users. */
  public static final String CHANGE_ANY_WALLET = "crypto.change_any_wallet";

  private static final Logger logger = LoggerFactory.getLogger(CryptoService.class);

  private final CoinRepository coins;
  private final UserRepository users;
  private final WalletRepository wallets;
  private final Ledger ledger;
  private final Market market;
  private final PriceStreams streams;

  /** Serves what is in a database, and what moves on a market. */
  public CryptoService(Database database, Market market, PriceStreams streams) {
    this.coins = new CoinRepository(database);
    this.users = new UserRepository(database);
    this.wallets = new WalletRepository(database);
    this.ledger = new Ledger(database);
    this.market = market;
    this.streams = streams;
  }

  @Override
  @PublicAccess
  public void getCoin(GetCoinRequest request, StreamObserver<CoinResponse> responses) {
    FieldChecks checks = new FieldChecks();
    String symbol = checks.symbol("symbol", request.getSymbol());
    checks.throwIfAny();
    answer(
        responses,
        () ->
            CoinResponse.newBuilder()
                .setSuccess(true)
                .setCoin(Converters.coin(coin(symbol)))
                .build());
  }

  @Override
  @PublicAccess
  public void listCoins(ListCoinsRequest request, StreamObserver<ListCoinsResponse> responses) {
    FieldChecks checks = new FieldChecks();
    int page = checks.page("page", request.getPage());
    int pageSize = checks.pageSize("page_size", request.getPageSize());
    checks.throwIfAny();
    answer(responses, () -> Converters.coinPage(coins.page(page, pageSize)));
  }

  @Override
  @PublicAccess
  public void searchCoins(SearchCoinsRequest request, StreamObserver<ListCoinsResponse> responses) {
    FieldChecks checks = new FieldChecks();
    String query = checks.query("query", request.getQuery());
    int limit = checks.limit("limit", request.getLimit());
    checks.throwIfAny();
    answer(responses, () -> Converters.coinPage(coins.search(query, limit)));
  }

  @Override
  @PublicAccess
  public void getTopCoins(GetTopCoinsRequest request, StreamObserver<ListCoinsResponse> responses) {
    FieldChecks checks = new FieldChecks();
    int limit = checks.limit("limit", request.getLimit());
    checks.throwIfAny();
    answer(responses, () -> Converters.coinPage(coins.page(1, limit)));
  }

  @Override
  @PublicAccess
  public void streamPrices(StreamPricesRequest request, StreamObserver<PriceUpdate> responses) {
    FieldChecks checks = new FieldChecks();
    List<String> symbols = checks.symbols("symbols", request.getSymbolsList());
    Duration interval = checks.intervalSeconds("interval_seconds", request.getIntervalSeconds());
    checks.throwIfAny();
    for (String symbol : symbols) {
      if (market.newest(symbol).isEmpty()) {
        throw notFound("symbols", "Coin", symbol);
      }
    }
    streams.open(symbols, interval, (ServerCallStreamObserver<PriceUpdate>) responses);
  }

  @Override
  public void getWallet(GetWalletRequest request, StreamObserver<WalletResponse> responses) {
    FieldChecks checks = new FieldChecks();
    long userId = checks.userId("user_id", request.getUserId());
    String symbol = checks.symbol("symbol", request.getSymbol());
    checks.throwIfAny();
    requireOwn(userId, VIEW_ANY_WALLET);
    answer(
        responses,
        () -> {
          requireAccount("user_id", userId);
          Coin coin = coin(symbol);
          Wallet wallet =
              wallets
                  .find(userId, coin.symbol())
                  .orElseThrow(() -> notFound("symbol", "Wallet", userId + "/" + symbol));
          return WalletResponse.newBuilder()
              .setSuccess(true)
              .setWallet(Converters.wallet(wallet))
              .build();
        });
  }

  @Override
  public void listWallets(
      ListWalletsRequest request, StreamObserver<ListWalletsResponse> responses) {
    FieldChecks checks = new FieldChecks();
    long userId = checks.userId("user_id", request.getUserId());
    checks.throwIfAny();
    requireOwn(userId, VIEW_ANY_WALLET);
    answer(
        responses,
        () -> {
          requireAccount("user_id", userId);
          List<Wallet> found = wallets.list(userId);
          return ListWalletsResponse.newBuilder()
              .setSuccess(true)
              .addAllWallets(found.stream().map(Converters::wallet).toList())
              .setTotal(found.size())
              .build();
        });
  }

  @Override
  public void getPortfolio(
      GetPortfolioRequest request, StreamObserver<PortfolioResponse> responses) {
    FieldChecks checks = new FieldChecks();
    long userId = checks.userId("user_id", request.getUserId());
    checks.throwIfAny();
    requireOwn(userId, VIEW_ANY_WALLET);
    answer(
        responses,
        () -> {
          requireAccount("user_id", userId);
          return Converters.portfolio(new Portfolio(userId, wallets.positions(userId)));
        });
  }

  @Override
  public void deposit(DepositRequest request, StreamObserver<WalletResponse> responses) {
    FieldChecks checks = new FieldChecks();
    long userId = checks.userId("user_id", request.getUserId());
    String symbol = checks.symbol("symbol", request.getSymbol());
    BigDecimal amount = checks.amount("amount", request.getAmount());
    String transactionId = checks.transactionId("transaction_id", request.getTransactionId());
    checks.throwIfAny();
    requireOwn(userId, CHANGE_ANY_WALLET);
    answer(
        responses,
        () -> {
          requireAccount("user_id", userId);
          Receipt receipt = make(Movement.deposit(transactionId, tradable(symbol), amount, userId));
          return walletResponse(receipt, receipt.to().orElseThrow());
        });
  }

  @Override
  public void withdraw(WithdrawRequest request, StreamObserver<WalletResponse> responses) {
    FieldChecks checks = new FieldChecks();
    long userId = checks.userId("user_id", request.getUserId());
    String symbol = checks.symbol("symbol", request.getSymbol());
    BigDecimal amount = checks.amount("amount", request.getAmount());
    String transactionId = checks.transactionId("transaction_id", request.getTransactionId());
    checks.throwIfAny();
    requireOwn(userId, CHANGE_ANY_WALLET);
    answer(
        responses,
        () -> {
          requireAccount("user_id", userId);
          Receipt receipt =
              make(Movement.withdrawal(transactionId, tradable(symbol), amount, userId));
          return walletResponse(receipt, receipt.from().orElseThrow());
        });
  }

  @Override
  public void transfer(TransferRequest request, StreamObserver<TransferResponse> responses) {
    FieldChecks checks = new FieldChecks();
    long from = checks.userId("from_user_id", request.getFromUserId());
    long to = checks.userId("to_user_id", request.getToUserId());
    checks.different("to_user_id", to, "from_user_id", from);
    String symbol = checks.symbol("symbol", request.getSymbol());
    BigDecimal amount = checks.amount("amount", request.getAmount());
    String transactionId = checks.transactionId("transaction_id", request.getTransactionId());
    checks.throwIfAny();
    requireOwn(from, CHANGE_ANY_WALLET);
    answer(
        responses,
        () -> {
          requireAccount("from_user_id", from);
          requireAccount("to_user_id", to);
          Receipt receipt =
              make(Movement.transfer(transactionId, tradable(symbol), amount, from, to));
          return TransferResponse.newBuilder()
              .setSuccess(true)
              .setFromWallet(Converters.wallet(receipt.from().orElseThrow()))
              .setToWallet(Converters.wallet(receipt.to().orElseThrow()))
              .setTransactionId(receipt.transactionId())
              .setAmount(Decimals.plain(receipt.amount()))
              .build();
        });
  }

  @Override
  @PublicAccess
  public void getMarketStats(Empty request, StreamObserver<MarketStatsResponse> responses) {
    answer(responses, () -> Converters.marketStats(coins.stats()));
  }

  @Override
  @PublicAccess
  public void getTrendingCoins(
      GetTrendingCoinsRequest request, StreamObserver<TrendingCoinsResponse> responses) {
    FieldChecks checks = new FieldChecks();
    int limit = checks.limit("limit", request.getLimit());
    checks.throwIfAny();
    answer(
        responses,
        () ->
            TrendingCoinsResponse.newBuilder()
                .setSuccess(true)
                .addAllGainers(Converters.coins(coins.gainers(limit)))
                .addAllLosers(Converters.coins(coins.losers(limit)))
                .build());
  }

  private Coin coin(String symbol) {
    return coins.find(symbol).orElseThrow(() -> notFound("symbol", "Coin", symbol));
  }

  private Coin tradable(String symbol) {
    Coin coin = coin(symbol);
    if (!coin.tradable()) {
      throw StoreFailures.preconditionFailed(
          "NOT_TRADABLE", "coin", symbol + " cannot be moved in or out of wallets");
    }
    return coin;
  }

  /** A server that does not authenticate knows no users, and leaves every wallet to everyone. */
  private void requireOwn(long userId, String permissionForOthers) {
    boolean others = user().filter(user -> !user.id().equals(String.valueOf(userId))).isPresent();
    if (others) {
      requirePermission(permissionForOthers);
    }
  }

  private void requireAccount(String field, long userId) {
    if (!users.exists(userId)) {
      throw notFound(field, "User", String.valueOf(userId));
    }
  }

  private RpcException notFound(String field, String type, String name) {
    String message = "there is no " + type.toLowerCase(Locale.ROOT) + " " + name;
    return abortNotFound(
        message,
        ErrorDetails.badRequest(field, message),
        ResourceInfo.newBuilder()
            .setResourceType("crypto." + type)
            .setResourceName(name)
            .setDescription(message)
            .build());
  }

  private Receipt make(Movement movement) {
    Receipt receipt = ledger.make(movement);
    logger.info(
        "{} {}: {} {}",
        receipt.kind(),
        receipt.transactionId(),
        Decimals.plain(receipt.amount()),
        receipt.symbol());
    return receipt;
  }

  private static WalletResponse walletResponse(Receipt receipt, Wallet wallet) {
    return WalletResponse.newBuilder()
        .setSuccess(true)
        .setWallet(Converters.wallet(wallet))
        .setTransactionId(receipt.transactionId())
        .build();
  }

  /** What the store throws on the way is mapped by the server, see {@link StoreFailures}. */
  private static <T> void answer(StreamObserver<T> responses, Supplier<T> work) {
    responses.onNext(work.get());
    responses.onCompleted();
  }
}
