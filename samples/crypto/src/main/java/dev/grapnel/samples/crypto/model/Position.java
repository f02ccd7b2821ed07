package dev.grapnel.samples.crypto.model;

import java.math.BigDecimal;

/** A wallet with the prices that tell what it is worth. */
public record Position(Wallet wallet, BigDecimal priceUsd, BigDecimal price24hAgoUsd) {

  /** What the balance is worth now. */
  public BigDecimal valueUsd() {
    return wallet.balance().multiply(priceUsd);
  }

  /** What the present balance was worth 24 hours ago. */
  public BigDecimal value24hAgoUsd() {
    return wallet.balance().multiply(price24hAgoUsd);
  }

  /** By how much the coin's price changed in 24 hours. */
  public BigDecimal change24hPercent() {
    return Percent.change(price24hAgoUsd, priceUsd);
  }
}
