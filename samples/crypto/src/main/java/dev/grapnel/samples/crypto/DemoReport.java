package dev.grapnel.samples.crypto;

import dev.grapnel.core.error.RpcException;
import dev.grapnel.samples.crypto.proto.Coin;
import dev.grapnel.samples.crypto.proto.PortfolioPosition;
import dev.grapnel.samples.crypto.proto.PriceUpdate;
import dev.grapnel.samples.crypto.proto.Wallet;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.Locale;

/** Prints answers so that their columns stand below each other. */
final class DemoReport {

  private final PrintWriter out;

  DemoReport(PrintWriter out) {
    this.out = out;
  }

  void title(String text) {
    out.println();
    out.println(text);
  }

  void figure(String name, String value) {
    line("%-24s %26s".formatted(name, value));
  }

  void print(Coin coin) {
    line(
        "#%-3d %-8s %-20s $%16s %9s %%"
            .formatted(
                coin.getRank(),
                coin.getSymbol(),
                coin.getName(),
                coin.getCurrentPriceUsd(),
                coin.getChange24HPercent()));
  }

  void print(Wallet wallet) {
    line(
        "user %-3d %-8s %33s"
            .formatted(wallet.getUserId(), wallet.getSymbol(), wallet.getBalance()));
  }

  void print(PortfolioPosition position) {
    line(
        "%-8s %24s $%16s %9s %%"
            .formatted(
                position.getWallet().getSymbol(),
                position.getWallet().getBalance(),
                usd(position.getValueUsd()),
                position.getSharePercent()));
  }

  void print(PriceUpdate update) {
    line(
        "%-33s $%16s %9s %%"
            .formatted(update.getSymbol(), update.getPriceUsd(), update.getChange24HPercent()));
  }

  void print(RpcException refusal) {
    line(refusal.code() + ": " + refusal.description());
  }

  /** Two decimals are enough for people. */
  static String usd(String value) {
    return String.format(Locale.ROOT, "%,.2f", new BigDecimal(value));
  }

  private void line(String text) {
    out.println("  " + text);
  }
}
