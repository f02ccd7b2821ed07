package dev.grapnel.samples.crypto.market;

import static java.util.Comparator.comparing;

import dev.grapnel.samples.crypto.model.Coin;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Moves prices by chance, by one second at a time.
 *
 * <p>The same random numbers make the same prices. There is no history of prices: what a coin cost
 * 24 hours ago is approximated by a value that follows the price a day behind.
 */
public final class PriceWalk {

  private static final int SECONDS_PER_DAY = 86_400;

  /** Moves are thousandths of a coin's volatility, and volatility is in percent. */
  private static final int STEPS = 1_000;

  private static final int MOVE_SCALE = 5;

  /** A volume moves by up to 0.05 percent. */
  private static final BigDecimal VOLUME_VOLATILITY = new BigDecimal("0.05");

  private static final MathContext PRICE_DIGITS = new MathContext(8, RoundingMode.HALF_EVEN);
  private static final MathContext MEAN_DIGITS = new MathContext(12, RoundingMode.HALF_EVEN);

  /** Below this, the digits of a price no longer fit into its column. */
  private static final BigDecimal LOWEST_PRICE = new BigDecimal("0.0000001");

  private final RandomGenerator random;
  private final InstantSource clock;

  /** Takes its chance and its time from these. */
  public PriceWalk(RandomGenerator random, InstantSource clock) {
    this.random = random;
    this.clock = clock;
  }

  /** The coins a second later, by rank. */
  List<Coin> step(List<Coin> coins) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    List<Coin> moved = new ArrayList<>();
    coins.forEach(coin -> moved.add(moved(coin, now)));
    moved.sort(comparing(Coin::marketCapUsd).reversed().thenComparing(Coin::id));
    for (int i = 0; i < moved.size(); i++) {
      moved.set(i, moved.get(i).ranked(i + 1));
    }
    return moved;
  }

  private Coin moved(Coin coin, Instant now) {
    BigDecimal price =
        coin.currentPriceUsd()
            .multiply(factor(coin.volatilityPercent()), PRICE_DIGITS)
            .max(LOWEST_PRICE);
    BigDecimal drift =
        price
            .subtract(coin.price24hAgoUsd())
            .divide(BigDecimal.valueOf(SECONDS_PER_DAY), MEAN_DIGITS);
    BigDecimal volume =
        coin.volume24hUsd().multiply(factor(VOLUME_VOLATILITY)).setScale(2, RoundingMode.HALF_EVEN);
    return coin.repriced(price, coin.price24hAgoUsd().add(drift, MEAN_DIGITS), volume, now);
  }

  /** A number around one: no further from it than the volatility allows. */
  private BigDecimal factor(BigDecimal volatilityPercent) {
    BigDecimal move = BigDecimal.valueOf(random.nextInt(-STEPS, STEPS + 1), MOVE_SCALE);
    return BigDecimal.ONE.add(volatilityPercent.multiply(move));
  }
}
