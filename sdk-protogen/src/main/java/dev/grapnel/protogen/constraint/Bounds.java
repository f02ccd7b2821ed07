package dev.grapnel.protogen.constraint;

import dev.grapnel.protogen.schema.FieldRule;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The narrowest range that several constraints leave of a number: protovalidate takes one lower and
 * one upper bound.
 */
final class Bounds {

  /** A whole number of 64 bits has at most these. */
  private static final int LONGEST = 20;

  private record Bound(BigDecimal at, boolean isOpen) {}

  private @Nullable Bound lower;
  private @Nullable Bound upper;

  void atLeast(BigDecimal at, boolean isOpen) {
    Bound bound = new Bound(at, isOpen);
    lower = lower == null || isTighter(at.compareTo(lower.at()), isOpen) ? bound : lower;
  }

  void atMost(BigDecimal at, boolean isOpen) {
    Bound bound = new Bound(at, isOpen);
    upper = upper == null || isTighter(-at.compareTo(upper.at()), isOpen) ? bound : upper;
  }

  private static boolean isTighter(int compared, boolean isOpen) {
    return compared > 0 || (compared == 0 && isOpen);
  }

  /** A bound between two whole numbers is the next one within. */
  void round() {
    lower = lower == null ? null : rounded(lower, RoundingMode.CEILING);
    upper = upper == null ? null : rounded(upper, RoundingMode.FLOOR);
  }

  private static Bound rounded(Bound bound, RoundingMode mode) {
    boolean isWhole = bound.at().stripTrailingZeros().scale() <= 0;
    return isWhole ? bound : new Bound(bound.at().setScale(0, mode), false);
  }

  /**
   * Whether nothing is within that a field can be, from the least to the most: protovalidate would
   * take such a range for the outside of it, see its rules for {@code gt} and {@code lt}, and
   * protoc refuses a bound that the field cannot be.
   */
  boolean isEmpty(BigDecimal least, BigDecimal most) {
    return isEmpty(lower, upper)
        || isEmpty(lower, new Bound(most, false))
        || isEmpty(new Bound(least, false), upper);
  }

  private static boolean isEmpty(@Nullable Bound low, @Nullable Bound high) {
    if (low == null || high == null) {
      return false;
    }
    int compared = low.at().compareTo(high.at());
    return compared > 0 || (compared == 0 && (low.isOpen() || high.isOpen()));
  }

  /** The rules for a field that can be from the least to the most; what is beyond needs none. */
  List<FieldRule> rules(String path, BigDecimal least, BigDecimal most) {
    List<FieldRule> rules = new ArrayList<>();
    if (lower != null && lower.at().compareTo(least) >= 0) {
      rules.add(rule(path, lower.isOpen() ? "gt" : "gte", lower.at()));
    }
    if (upper != null && upper.at().compareTo(most) <= 0) {
      rules.add(rule(path, upper.isOpen() ? "lt" : "lte", upper.at()));
    }
    return rules;
  }

  /** Only a floating-point number can be longer than its digits, and protoc takes it so. */
  private static FieldRule rule(String path, String operator, BigDecimal at) {
    BigDecimal bare = at.stripTrailingZeros();
    boolean isLong = bare.precision() - bare.scale() > LONGEST || bare.scale() > LONGEST;
    return new FieldRule(path + "." + operator, isLong ? bare.toString() : bare.toPlainString());
  }
}
