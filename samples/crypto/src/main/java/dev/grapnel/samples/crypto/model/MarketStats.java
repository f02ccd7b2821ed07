package dev.grapnel.samples.crypto.model;

import java.math.BigDecimal;
import java.time.Instant;

/** Sums and averages over all coins. */
public record MarketStats(
    int totalCoins,
    BigDecimal totalMarketCapUsd,
    BigDecimal totalVolume24hUsd,
    BigDecimal btcMarketCapUsd,
    BigDecimal averageChange24hPercent,
    int coinsUp,
    int coinsDown,
    Instant updatedAt) {

  /** Bitcoin's part of the total market capitalisation. */
  public BigDecimal btcDominancePercent() {
    return Percent.share(btcMarketCapUsd, totalMarketCapUsd);
  }
}
