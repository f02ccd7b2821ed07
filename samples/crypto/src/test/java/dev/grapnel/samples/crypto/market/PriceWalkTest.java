package dev.grapnel.samples.crypto.market;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.samples.crypto.model.Coin;
import dev.grapnel.samples.crypto.model.Percent;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PriceWalkTest {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678901Z");

  private final List<Coin> coins =
      List.of(
          coin(1, "BTC", "50000", "10"),
          coin(2, "ETH", "4999", "100"),
          coin(3, "SHIB", "0.00001", "7"));

  @Test
  void makesTheSamePricesOfTheSameSeed() {
    assertThat(walk(42).step(coins)).isEqualTo(walk(42).step(coins));
    assertThat(walk(42).step(coins)).isNotEqualTo(walk(43).step(coins));
  }

  @Test
  void movesNoFurtherThanTheVolatility() {
    PriceWalk walk = walk(1);
    List<Coin> before = coins;
    for (int i = 0; i < 500; i++) {
      List<Coin> after = walk.step(before);
      for (Coin coin : after) {
        BigDecimal old =
            before.stream()
                .filter(c -> c.id() == coin.id())
                .findFirst()
                .orElseThrow()
                .currentPriceUsd();
        assertThat(Percent.change(old, coin.currentPriceUsd()).abs())
            .isLessThanOrEqualTo(coin.volatilityPercent());
      }
      before = after;
    }
  }

  @Test
  void letsEverythingFollowFromThePrice() {
    assertThat(walk(5).step(coins))
        .allSatisfy(
            coin -> {
              assertThat(coin.marketCapUsd())
                  .isEqualTo(
                      coin.currentPriceUsd()
                          .multiply(coin.circulatingSupply())
                          .setScale(2, RoundingMode.HALF_EVEN));
              assertThat(coin.change24hPercent())
                  .isEqualTo(Percent.change(coin.price24hAgoUsd(), coin.currentPriceUsd()));
              assertThat(coin.updatedAt()).isEqualTo(Instant.parse("2026-01-02T03:04:05.678Z"));
            });
  }

  @Test
  void ranksByMarketCapitalisation() {
    List<Coin> upsideDown = List.of(coins.get(2), coins.get(0), coins.get(1));

    List<Coin> moved = walk(9).step(upsideDown);

    assertThat(moved).extracting(Coin::rank).containsExactly(1, 2, 3);
    assertThat(moved.get(2).symbol()).isEqualTo("SHIB");
  }

  @Test
  void keepsAPriceThatItsColumnCanHold() {
    Coin fallen = coin(1, "LOW", "0.0000001", "1");

    assertThat(walk(3).step(List.of(fallen)).get(0).currentPriceUsd())
        .isGreaterThanOrEqualTo(new BigDecimal("0.0000001"));
  }

  private static PriceWalk walk(long seed) {
    return new PriceWalk(new Random(seed), InstantSource.fixed(NOW));
  }

  private static Coin coin(int id, String symbol, String price, String supply) {
    BigDecimal usd = new BigDecimal(price);
    return new Coin(
        id,
        symbol,
        symbol,
        symbol,
        id,
        usd,
        usd,
        usd,
        usd,
        BigDecimal.ZERO,
        new BigDecimal(supply),
        new BigDecimal("0.05"),
        true,
        Instant.EPOCH,
        Instant.EPOCH);
  }
}
