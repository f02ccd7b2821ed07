package dev.grapnel.samples.crypto;

import dev.grapnel.client.GRPCClient;
import dev.grapnel.client.GRPCClientBuilder;
import dev.grapnel.client.call.ResponseStream;
import dev.grapnel.core.config.ServerConfig;
import dev.grapnel.core.error.RpcException;
import dev.grapnel.interceptors.auth.ClientAuthInterceptor;
import dev.grapnel.interceptors.auth.TokenSource;
import dev.grapnel.samples.crypto.client.CryptoClient;
import dev.grapnel.samples.crypto.proto.ListCoinsResponse;
import dev.grapnel.samples.crypto.proto.MarketStatsResponse;
import dev.grapnel.samples.crypto.proto.PortfolioResponse;
import dev.grapnel.samples.crypto.proto.PriceUpdate;
import dev.grapnel.samples.crypto.proto.TransferResponse;
import dev.grapnel.samples.crypto.proto.TrendingCoinsResponse;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Calls each method of the service once and prints what it answers. */
@Command(
    name = "crypto-client",
    mixinStandardHelpOptions = true,
    versionProvider = Program.class,
    description = "Calls each method of crypto.CryptoService and prints what it answers.")
public final class CryptoClientDemo implements Callable<Integer> {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
  private static final long ALICE = 1;
  private static final long BOB = 2;
  private static final int UPDATES = 6;

  @Option(names = "--host", description = "The server's host (default: ${DEFAULT-VALUE}).")
  private String host = "localhost";

  @Option(names = "--port", description = "The server's port (default: ${DEFAULT-VALUE}).")
  private int port = ServerConfig.DEFAULT_PORT;

  @Option(
      names = "--targets",
      split = ",",
      paramLabel = "host:port",
      description = "Several servers, in place of --host and --port; calls are spread over them.")
  private List<String> targets = List.of();

  @Option(
      names = "--reads",
      paramLabel = "N",
      description = "Reads a coin N times a second instead, and prints who answered.")
  private int reads;

  @Option(
      names = "--seconds",
      description = "For how long, with --reads (default: ${DEFAULT-VALUE}).")
  private int seconds = 60;

  @Option(
      names = "--token",
      defaultValue = "${GRPC_TOKEN:-}",
      description = "What crypto-token printed, for a server that asks for it (GRPC_TOKEN).")
  private String token = "";

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it.
  private CommandSpec spec;

  /** Calls the server. */
  public static void main(String... arguments) {
    System.exit(Program.run(new CryptoClientDemo(), arguments));
  }

  @Override
  public Integer call() throws InterruptedException {
    GRPCClientBuilder builder =
        targets.isEmpty()
            ? GRPCClient.builder(host, port)
            : GRPCClient.builder(targets.toArray(String[]::new));
    if (!token.isEmpty()) {
      builder.addInterceptor(ClientAuthInterceptor.bearer(TokenSource.fixed(token)));
    }
    ServerShares shares = new ServerShares();
    try (GRPCClient connection = builder.addInterceptor(shares).build()) {
      connection.connect(CONNECT_TIMEOUT);
      if (reads > 0) {
        PrintWriter out = spec.commandLine().getOut();
        return new SteadyReads(connection, shares, out).run(reads, Duration.ofSeconds(seconds)) == 0
            ? 0
            : 1;
      }
      CryptoClient client = new CryptoClient(connection);
      DemoReport report = new DemoReport(spec.commandLine().getOut());
      showCoins(client, report);
      showWallets(client, report);
      showMarket(client, report);
      showRefusal(client, report);
      showStream(client, report);
      showServers(shares.next(), report);
    }
    return 0;
  }

  private static void showServers(ServerShares.Counts counts, DemoReport report) {
    report.title("Calls answered by each server");
    counts.answered().forEach((server, answers) -> report.figure(server, String.valueOf(answers)));
  }

  private static void showCoins(CryptoClient client, DemoReport report) {
    report.title("GetCoin BTC");
    report.print(client.getCoin("BTC"));
    report.title("GetTopCoins 5");
    client.listTopCoins(5).forEach(report::print);
    report.title("SearchCoins bitcoin");
    client.searchCoins("bitcoin").forEach(report::print);
    ListCoinsResponse page = client.listCoins(2, 5);
    report.title("ListCoins page %d of %d".formatted(page.getPage(), page.getTotalPages()));
    page.getCoinsList().forEach(report::print);
  }

  private static void showWallets(CryptoClient client, DemoReport report) {
    report.title("GetWallet of user 1");
    report.print(client.getWallet(ALICE, "BTC"));
    report.title("Deposit 0.5 BTC to user 1");
    report.print(client.deposit(ALICE, "BTC", new BigDecimal("0.5")).getWallet());
    report.title("Withdraw 0.25 BTC from user 1");
    report.print(client.withdraw(ALICE, "BTC", new BigDecimal("0.25")).getWallet());
    report.title("Transfer 0.25 BTC from user 1 to user 2");
    TransferResponse transfer = client.transfer(ALICE, BOB, "BTC", new BigDecimal("0.25"));
    report.print(transfer.getFromWallet());
    report.print(transfer.getToWallet());
    report.title("ListWallets of user 1");
    client.listWallets(ALICE).forEach(report::print);
    PortfolioResponse portfolio = client.getPortfolio(ALICE);
    report.title(
        "GetPortfolio of user 1: $%s, %s %% in 24 hours"
            .formatted(
                DemoReport.usd(portfolio.getTotalValueUsd()), portfolio.getChange24HPercent()));
    portfolio.getPositionsList().forEach(report::print);
  }

  private static void showMarket(CryptoClient client, DemoReport report) {
    MarketStatsResponse stats = client.getMarketStats();
    report.title("GetMarketStats");
    report.figure("coins", String.valueOf(stats.getTotalCoins()));
    report.figure("market cap", "$" + DemoReport.usd(stats.getTotalMarketCapUsd()));
    report.figure("volume in 24 hours", "$" + DemoReport.usd(stats.getTotalVolume24HUsd()));
    report.figure("bitcoin's share", stats.getBtcDominancePercent() + " %");
    report.figure("average change", stats.getAverageChange24HPercent() + " %");
    TrendingCoinsResponse trending = client.getTrendingCoins(3);
    report.title("GetTrendingCoins: gainers");
    trending.getGainersList().forEach(report::print);
    report.title("GetTrendingCoins: losers");
    trending.getLosersList().forEach(report::print);
  }

  private static void showRefusal(CryptoClient client, DemoReport report) {
    report.title("Withdraw 1000 BTC from user 1");
    try {
      client.withdraw(ALICE, "BTC", new BigDecimal("1000"));
    } catch (RpcException e) {
      report.print(e);
    }
  }

  private static void showStream(CryptoClient client, DemoReport report) {
    report.title("StreamPrices BTC, ETH, every second, %d updates".formatted(UPDATES));
    try (ResponseStream<PriceUpdate> updates =
        client.streamPrices(List.of("BTC", "ETH"), Duration.ofSeconds(1))) {
      for (int i = 0; i < UPDATES && updates.hasNext(); i++) {
        report.print(updates.next());
      }
    }
  }
}
