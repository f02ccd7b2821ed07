package dev.grapnel.samples.crypto.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortfolioTest {

  @Test
  void addsUpItsPositionsTheMostValuableFirst() {
    Position small = position("DOGE", "100", "0.20", "0.25");
    Position large = position("BTC", "0.5", "1000", "800");

    Portfolio portfolio = new Portfolio(7, List.of(small, large));

    assertThat(portfolio.positions()).containsExactly(large, small);
    assertThat(portfolio.totalValueUsd()).isEqualByComparingTo("520");
    assertThat(portfolio.change24hUsd()).isEqualByComparingTo("95");
    assertThat(portfolio.change24hPercent()).isEqualByComparingTo("22.3529");
    assertThat(portfolio.sharePercent(large)).isEqualByComparingTo("96.1538");
  }

  @Test
  void isWorthNothingWithoutWallets() {
    Portfolio portfolio = new Portfolio(7, List.of());

    assertThat(portfolio.totalValueUsd()).isZero();
    assertThat(portfolio.change24hPercent()).isZero();
  }

  @Test
  void hasNoSharesWhenAllBalancesAreZero() {
    Position empty = position("BTC", "0", "1000", "800");

    assertThat(new Portfolio(7, List.of(empty)).sharePercent(empty)).isZero();
  }

  private static Position position(String symbol, String balance, String price, String before) {
    Wallet wallet =
        new Wallet(1, 7, symbol, symbol, new BigDecimal(balance), Instant.EPOCH, Instant.EPOCH);
    return new Position(wallet, new BigDecimal(price), new BigDecimal(before));
  }
}
