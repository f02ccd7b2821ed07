package dev.grapnel.samples.crypto.model;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Percentages with four decimals, which are zero where there is nothing to compare with. */
public final class Percent {

  private static final int SCALE = 4;

  private Percent() {}

  /** How much of {@code whole} the {@code part} is. */
  public static BigDecimal share(BigDecimal part, BigDecimal whole) {
    if (whole.signum() == 0) {
      return BigDecimal.ZERO;
    }
    return part.movePointRight(2).divide(whole, SCALE, RoundingMode.HALF_EVEN);
  }

  /** By how much {@code now} is above or below {@code before}. */
  public static BigDecimal change(BigDecimal before, BigDecimal now) {
    return share(now.subtract(before), before);
  }
}
