package dev.grapnel.samples.crypto.client;

import com.google.protobuf.Empty;
import dev.grapnel.client.GRPCClient;
import dev.grapnel.client.call.ResponseStream;
import dev.grapnel.core.error.RpcException;
import dev.grapnel.samples.crypto.proto.Coin;
import dev.grapnel.samples.crypto.proto.CryptoServiceGrpc;
import dev.grapnel.samples.crypto.proto.CryptoServiceGrpc.CryptoServiceBlockingStub;
import dev.grapnel.samples.crypto.proto.CryptoServiceGrpc.CryptoServiceStub;
import dev.grapnel.samples.crypto.proto.DepositRequest;
import dev.grapnel.samples.crypto.proto.GetCoinRequest;
import dev.grapnel.samples.crypto.proto.GetPortfolioRequest;
import dev.grapnel.samples.crypto.proto.GetTopCoinsRequest;
import dev.grapnel.samples.crypto.proto.GetTrendingCoinsRequest;
import dev.grapnel.samples.crypto.proto.GetWalletRequest;
import dev.grapnel.samples.crypto.proto.ListCoinsRequest;
import dev.grapnel.samples.crypto.proto.ListCoinsResponse;
import dev.grapnel.samples.crypto.proto.ListWalletsRequest;
import dev.grapnel.samples.crypto.proto.MarketStatsResponse;
import dev.grapnel.samples.crypto.proto.PortfolioResponse;
import dev.grapnel.samples.crypto.proto.PriceUpdate;
import dev.grapnel.samples.crypto.proto.SearchCoinsRequest;
import dev.grapnel.samples.crypto.proto.StreamPricesRequest;
import dev.grapnel.samples.crypto.proto.TransferRequest;
import dev.grapnel.samples.crypto.proto.TransferResponse;
import dev.grapnel.samples.crypto.proto.TrendingCoinsResponse;
import dev.grapnel.samples.crypto.proto.Wallet;
import dev.grapnel.samples.crypto.proto.WalletResponse;
import dev.grapnel.samples.crypto.proto.WithdrawRequest;
import io.grpc.StatusRuntimeException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * A client of {@code crypto.CryptoService}: one method per RPC, plain values in, messages out.
 *
 * <p>Every failure is an {@link RpcException}. Thread-safe; make one and share it.
 */
public final class CryptoClient implements AutoCloseable {

  private final GRPCClient client;
  private final CryptoServiceBlockingStub stub;
  private final CryptoServiceStub streams;

  /** A client of the server at an address such as {@code localhost:50051}. */
  public CryptoClient(String address) {
    this(GRPCClient.builder(address).build());
  }

  /** A client over a connection of your own, which {@link #close} closes. */
  public CryptoClient(GRPCClient client) {
    this.client = client;
    this.stub = client.stub(CryptoServiceGrpc::newBlockingStub);
    this.streams = client.stub(CryptoServiceGrpc::newStub);
  }

  /** One coin, by its symbol. */
  public Coin getCoin(String symbol) {
    GetCoinRequest request = GetCoinRequest.newBuilder().setSymbol(symbol).build();
    return call(() -> stub.getCoin(request)).getCoin();
  }

  /** One page of all coins; pages begin at 1. */
  public ListCoinsResponse listCoins(int page, int pageSize) {
    ListCoinsRequest request =
        ListCoinsRequest.newBuilder().setPage(page).setPageSize(pageSize).build();
    return call(() -> stub.listCoins(request));
  }

  /** The first ten coins whose name or symbol contains a text. */
  public List<Coin> searchCoins(String query) {
    return searchCoins(query, 10);
  }

  /** The first coins whose name or symbol contains a text. */
  public List<Coin> searchCoins(String query, int limit) {
    SearchCoinsRequest request =
        SearchCoinsRequest.newBuilder().setQuery(query).setLimit(limit).build();
    return call(() -> stub.searchCoins(request)).getCoinsList();
  }

  /** The coins of the highest market capitalisation. */
  public List<Coin> listTopCoins(int limit) {
    GetTopCoinsRequest request = GetTopCoinsRequest.newBuilder().setLimit(limit).build();
    return call(() -> stub.getTopCoins(request)).getCoinsList();
  }

  /**
   * The prices of some coins, now and whenever they have changed after an interval. Closing cancels
   * the call.
   *
   * @param interval full seconds are meant, a part of one counts as one; zero leaves it to the
   *     server
   */
  public ResponseStream<PriceUpdate> streamPrices(List<String> symbols, Duration interval) {
    StreamPricesRequest request =
        StreamPricesRequest.newBuilder()
            .addAllSymbols(symbols)
            .setIntervalSeconds(Math.toIntExact(interval.plusNanos(999_999_999).toSeconds()))
            .build();
    return ResponseStream.open(streams::streamPrices, request);
  }

  /** What a user holds of one coin. */
  public Wallet getWallet(long userId, String symbol) {
    GetWalletRequest request =
        GetWalletRequest.newBuilder().setUserId(userId).setSymbol(symbol).build();
    return call(() -> stub.getWallet(request)).getWallet();
  }

  /** Everything a user holds. */
  public List<Wallet> listWallets(long userId) {
    ListWalletsRequest request = ListWalletsRequest.newBuilder().setUserId(userId).build();
    return call(() -> stub.listWallets(request)).getWalletsList();
  }

  /** What everything a user holds is worth. */
  public PortfolioResponse getPortfolio(long userId) {
    GetPortfolioRequest request = GetPortfolioRequest.newBuilder().setUserId(userId).build();
    return call(() -> stub.getPortfolio(request));
  }

  /** Adds to a wallet under a fresh transaction id. */
  public WalletResponse deposit(long userId, String symbol, BigDecimal amount) {
    return deposit(userId, symbol, amount, freshTransactionId());
  }

  /** Adds to a wallet; repeating it with the same id adds nothing more. */
  public WalletResponse deposit(
      long userId, String symbol, BigDecimal amount, String transactionId) {
    DepositRequest request =
        DepositRequest.newBuilder()
            .setUserId(userId)
            .setSymbol(symbol)
            .setAmount(amount.toPlainString())
            .setTransactionId(transactionId)
            .build();
    return call(() -> stub.deposit(request));
  }

  /** Takes from a wallet under a fresh transaction id. */
  public WalletResponse withdraw(long userId, String symbol, BigDecimal amount) {
    return withdraw(userId, symbol, amount, freshTransactionId());
  }

  /** Takes from a wallet; repeating it with the same id takes nothing more. */
  public WalletResponse withdraw(
      long userId, String symbol, BigDecimal amount, String transactionId) {
    WithdrawRequest request =
        WithdrawRequest.newBuilder()
            .setUserId(userId)
            .setSymbol(symbol)
            .setAmount(amount.toPlainString())
            .setTransactionId(transactionId)
            .build();
    return call(() -> stub.withdraw(request));
  }

  /** Moves an amount from one user to another under a fresh transaction id. */
  public TransferResponse transfer(
      long fromUserId, long toUserId, String symbol, BigDecimal amount) {
    return transfer(fromUserId, toUserId, symbol, amount, freshTransactionId());
  }

  /** Moves an amount from one user to another; repeating it with the same id moves nothing more. */
  public TransferResponse transfer(
      long fromUserId, long toUserId, String symbol, BigDecimal amount, String transactionId) {
    TransferRequest request =
        TransferRequest.newBuilder()
            .setFromUserId(fromUserId)
            .setToUserId(toUserId)
            .setSymbol(symbol)
            .setAmount(amount.toPlainString())
            .setTransactionId(transactionId)
            .build();
    return call(() -> stub.transfer(request));
  }

  /** Sums and averages over all coins. */
  public MarketStatsResponse getMarketStats() {
    return call(() -> stub.getMarketStats(Empty.getDefaultInstance()));
  }

  /** The coins that gained and lost most, so many of each. */
  public TrendingCoinsResponse getTrendingCoins(int limit) {
    GetTrendingCoinsRequest request = GetTrendingCoinsRequest.newBuilder().setLimit(limit).build();
    return call(() -> stub.getTrendingCoins(request));
  }

  @Override
  public void close() {
    client.close();
  }

  /** Made here rather than by the server, so that a retried call is the same transaction. */
  private static String freshTransactionId() {
    return UUID.randomUUID().toString();
  }

  private static <T> T call(Supplier<T> rpc) {
    try {
      return rpc.get();
    } catch (StatusRuntimeException e) {
      throw RpcException.from(e);
    }
  }
}
