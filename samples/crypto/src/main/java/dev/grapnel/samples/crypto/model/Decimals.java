package dev.grapnel.samples.crypto.model;

import java.math.BigDecimal;

/** How decimals are written for people and for the wire. */
public final class Decimals {

  private Decimals() {}

  /** Writes a decimal without exponent and without trailing zeros: "100", "0.5", "0.00000987". */
  public static String plain(BigDecimal value) {
    return value.stripTrailingZeros().toPlainString();
  }
}
