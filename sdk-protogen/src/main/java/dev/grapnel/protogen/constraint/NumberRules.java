package dev.grapnel.protogen.constraint;

import dev.grapnel.protogen.diagnostic.Code;
import dev.grapnel.protogen.model.JavaAnnotation;
import dev.grapnel.protogen.schema.FieldRule;
import dev.grapnel.protogen.schema.ScalarType;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** Rules for numbers. */
final class NumberRules {

  private static final BigDecimal TWO = BigDecimal.valueOf(2);

  /** How many digits a double has before the point, or zeros after it, and some more. */
  private static final int FARTHEST = 400;

  private NumberRules() {}

  static List<FieldRule> of(ScalarType type, Wishes wishes, Bounds bounds, Report report) {
    for (JavaAnnotation constraint : wishes.all()) {
      add(constraint, bounds);
      if (constraint.simpleName().equals("Digits")) {
        report.skipped(Code.BOUND_SKIPPED, constraint, "protovalidate does not count digits.");
      }
    }
    boolean isFloating = type == ScalarType.FLOAT || type == ScalarType.DOUBLE;
    if (!isFloating) {
      bounds.round();
    }
    BigDecimal least = least(type);
    BigDecimal most = most(type);
    if (bounds.isEmpty(least, most)) {
      wishes.all().stream()
          .findFirst()
          .ifPresent(
              one -> report.skipped(Code.BOUND_SKIPPED, one, "No number is within the bounds."));
      return List.of();
    }
    return bounds.rules(type.keyword(), least, most);
  }

  private static BigDecimal least(ScalarType type) {
    return switch (type) {
      case FLOAT, DOUBLE -> most(type).negate();
      case UINT32, FIXED32, UINT64, FIXED64 -> BigDecimal.ZERO;
      case INT32, SINT32, SFIXED32 -> power(31).negate();
      default -> power(63).negate();
    };
  }

  private static BigDecimal most(ScalarType type) {
    return switch (type) {
      case FLOAT -> new BigDecimal(Float.MAX_VALUE);
      case DOUBLE -> new BigDecimal(Double.MAX_VALUE);
      case UINT32, FIXED32 -> below(power(32));
      case UINT64, FIXED64 -> below(power(64));
      case INT32, SINT32, SFIXED32 -> below(power(31));
      default -> below(power(63));
    };
  }

  private static BigDecimal power(int bits) {
    return TWO.pow(bits);
  }

  private static BigDecimal below(BigDecimal number) {
    return number.subtract(BigDecimal.ONE);
  }

  private static void add(JavaAnnotation constraint, Bounds bounds) {
    switch (constraint.simpleName()) {
      case "Min" -> bounds.atLeast(whole(constraint, "value", Long.MIN_VALUE), false);
      case "Max" -> bounds.atMost(whole(constraint, "value", Long.MAX_VALUE), false);
      case "Positive" -> bounds.atLeast(BigDecimal.ZERO, true);
      case "PositiveOrZero" -> bounds.atLeast(BigDecimal.ZERO, false);
      case "Negative" -> bounds.atMost(BigDecimal.ZERO, true);
      case "NegativeOrZero" -> bounds.atMost(BigDecimal.ZERO, false);
      case "DecimalMin" ->
          decimal(constraint).ifPresent(at -> bounds.atLeast(at, isExclusive(constraint)));
      case "DecimalMax" ->
          decimal(constraint).ifPresent(at -> bounds.atMost(at, isExclusive(constraint)));
      case "Range" -> {
        bounds.atLeast(whole(constraint, "min", 0), false);
        bounds.atMost(whole(constraint, "max", Long.MAX_VALUE), false);
      }
      default -> {
        // No bound.
      }
    }
  }

  private static BigDecimal whole(JavaAnnotation constraint, String element, long otherwise) {
    return BigDecimal.valueOf(constraint.number(element, otherwise));
  }

  private static boolean isExclusive(JavaAnnotation constraint) {
    return !constraint.flag("inclusive", true);
  }

  private static Optional<BigDecimal> decimal(JavaAnnotation constraint) {
    try {
      return constraint.text("value").map(BigDecimal::new).filter(NumberRules::isNear);
    } catch (NumberFormatException noNumber) {
      // Jakarta refuses it at run time; there is nothing to carry over.
      return Optional.empty();
    }
  }

  /** What no field can be, nor tell from zero, is no bound; its digits would fill the memory. */
  private static boolean isNear(BigDecimal number) {
    return Math.abs((long) number.precision() - number.scale()) <= FARTHEST;
  }
}
