package dev.grapnel.samples.crypto.model;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;

/**
 * A coin and its market data.
 *
 * @param rank the place by market capitalisation, from 1
 * @param volatilityPercent by how much the price moves within a second at most
 * @param tradable whether movements of this coin are accepted
 */
public record Coin(
    int id,
    String symbol,
    String name,
    String slug,
    int rank,
    BigDecimal currentPriceUsd,
    BigDecimal price24hAgoUsd,
    BigDecimal marketCapUsd,
    BigDecimal volume24hUsd,
    BigDecimal change24hPercent,
    BigDecimal circulatingSupply,
    BigDecimal volatilityPercent,
    boolean tradable,
    Instant createdAt,
    Instant updatedAt) {

  /** This coin at another price; what follows from the price follows. */
  public Coin repriced(BigDecimal price, BigDecimal price24hAgo, BigDecimal volume, Instant at) {
    return new Coin(
        id,
        symbol,
        name,
        slug,
        rank,
        price,
        price24hAgo,
        price.multiply(circulatingSupply).setScale(2, RoundingMode.HALF_EVEN),
        volume,
        Percent.change(price24hAgo, price),
        circulatingSupply,
        volatilityPercent,
        tradable,
        createdAt,
        at);
  }

  /** This coin at another place. */
  public Coin ranked(int place) {
    return new Coin(
        id,
        symbol,
        name,
        slug,
        place,
        currentPriceUsd,
        price24hAgoUsd,
        marketCapUsd,
        volume24hUsd,
        change24hPercent,
        circulatingSupply,
        volatilityPercent,
        tradable,
        createdAt,
        updatedAt);
  }
}
