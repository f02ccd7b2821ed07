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

  /**
   * Whether nothing is within: protovalidate would take such a range for the outside of it, see its
   * rules for {@code gt} and {@code lt}.
   */
  boolean isEmpty() {
    if (lower == null || upper == null) {
      return false;
    }
    int compared = lower.at().compareTo(upper.at());
    return compared > 0 || (compared == 0 && (lower.isOpen() || upper.isOpen()));
  }

  /**
   * The rules for a whole number that can be from the least to the most; what is beyond needs none.
   */
  List<FieldRule> whole(String path, BigDecimal least, BigDecimal most) {
    List<FieldRule> rules = new ArrayList<>();
    if (lower != null && lower.at().compareTo(least) >= 0) {
      boolean isWhole = isWhole(lower.at());
      BigDecimal at = isWhole ? lower.at() : lower.at().setScale(0, RoundingMode.CEILING);
      rules.add(rule(path, isWhole && lower.isOpen() ? "gt" : "gte", at));
    }
    if (upper != null && upper.at().compareTo(most) <= 0) {
      boolean isWhole = isWhole(upper.at());
      BigDecimal at = isWhole ? upper.at() : upper.at().setScale(0, RoundingMode.FLOOR);
      rules.add(rule(path, isWhole && upper.isOpen() ? "lt" : "lte", at));
    }
    return rules;
  }

  private static boolean isWhole(BigDecimal number) {
    return number.stripTrailingZeros().scale() <= 0;
  }

  /** The rules for a floating-point number. */
  List<FieldRule> floating(String path) {
    List<FieldRule> rules = new ArrayList<>();
    if (lower != null) {
      rules.add(rule(path, lower.isOpen() ? "gt" : "gte", lower.at()));
    }
    if (upper != null) {
      rules.add(rule(path, upper.isOpen() ? "lt" : "lte", upper.at()));
    }
    return rules;
  }

  private static FieldRule rule(String path, String operator, BigDecimal at) {
    return new FieldRule(path + "." + operator, at.stripTrailingZeros().toPlainString());
  }
}
