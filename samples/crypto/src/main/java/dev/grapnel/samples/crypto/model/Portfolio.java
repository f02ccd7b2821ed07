package dev.grapnel.samples.crypto.model;

import static java.util.Comparator.comparing;

import java.math.BigDecimal;
import java.util.List;
import java.util.function.Function;

/** All positions of one user, the most valuable first. */
public record Portfolio(long userId, List<Position> positions) {

  /** Sorts the positions by value. */
  public Portfolio {
    positions = positions.stream().sorted(comparing(Position::valueUsd).reversed()).toList();
  }

  /** What all positions are worth now. */
  public BigDecimal totalValueUsd() {
    return sum(Position::valueUsd);
  }

  /** How much the present positions gained or lost in 24 hours. */
  public BigDecimal change24hUsd() {
    return totalValueUsd().subtract(sum(Position::value24hAgoUsd));
  }

  /** The gain or loss of 24 hours, in percent. */
  public BigDecimal change24hPercent() {
    return Percent.change(sum(Position::value24hAgoUsd), totalValueUsd());
  }

  /** How much of the total a position is, in percent. */
  public BigDecimal sharePercent(Position position) {
    return Percent.share(position.valueUsd(), totalValueUsd());
  }

  private BigDecimal sum(Function<Position, BigDecimal> value) {
    return positions.stream().map(value).reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}
