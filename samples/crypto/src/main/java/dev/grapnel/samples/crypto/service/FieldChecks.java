package dev.grapnel.samples.crypto.service;

import dev.grapnel.core.error.FieldViolations;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the fields of one request, and collects what is wrong with all of them before it throws.
 *
 * <p>A bad field reads as a harmless value: {@link #throwIfAny} must come before any is used.
 */
final class FieldChecks {

  private static final Pattern SYMBOL = Pattern.compile("[A-Za-z0-9]{1,16}");
  private static final Pattern DECIMAL = Pattern.compile("([0-9]+)(?:\\.([0-9]+))?");
  private static final Pattern TRANSACTION_ID = Pattern.compile("[!-~]{0,64}");
  private static final Pattern CONTROL_CHARACTER = Pattern.compile("\\p{Cntrl}");

  private static final int LONGEST_AMOUNT = 64;
  private static final int INTEGER_DIGITS = 20;
  private static final int FRACTION_DIGITS = 18;
  private static final int LONGEST_QUERY = 64;
  private static final int MOST_SYMBOLS = 50;
  private static final int MOST_PER_PAGE = 100;
  private static final int LONGEST_INTERVAL = 3600;

  private final FieldViolations violations = FieldViolations.create();

  String symbol(String field, String value) {
    violations.check(
        SYMBOL.matcher(value).matches(), field, "must have 1 to 16 letters or digits, as BTC");
    return value.toUpperCase(Locale.ROOT);
  }

  List<String> symbols(String field, List<String> values) {
    violations.check(
        !values.isEmpty() && values.size() <= MOST_SYMBOLS,
        field,
        "must have 1 to " + MOST_SYMBOLS + " symbols");
    return values.stream()
        .limit(MOST_SYMBOLS)
        .map(value -> symbol(field, value))
        .distinct()
        .toList();
  }

  long userId(String field, long value) {
    violations.check(value > 0, field, "must be greater than zero");
    return value;
  }

  void different(String field, long value, String otherField, long other) {
    violations.check(value != other, field, "must differ from " + otherField);
  }

  BigDecimal amount(String field, String value) {
    // Before the pattern and BigDecimal look at it: both take time for a text of megabytes.
    if (value.length() > LONGEST_AMOUNT) {
      return badAmount(field, "must have at most " + LONGEST_AMOUNT + " characters");
    }
    Matcher digits = DECIMAL.matcher(value);
    if (!digits.matches()) {
      return badAmount(field, "must be a plain decimal number above zero, as 0.5");
    }
    if (digits.group(1).length() > INTEGER_DIGITS) {
      return badAmount(field, "must have at most " + INTEGER_DIGITS + " digits before the point");
    }
    if (digits.group(2) != null && digits.group(2).length() > FRACTION_DIGITS) {
      return badAmount(field, "must have at most " + FRACTION_DIGITS + " digits after the point");
    }
    BigDecimal amount = new BigDecimal(value);
    violations.check(amount.signum() > 0, field, "must be greater than zero");
    return amount;
  }

  /** An id of ours when the request has none. */
  String transactionId(String field, String value) {
    violations.check(
        TRANSACTION_ID.matcher(value).matches(),
        field,
        "must have at most 64 printable ASCII characters and no space");
    return value.isEmpty() ? UUID.randomUUID().toString() : value;
  }

  String query(String field, String value) {
    String query = value.strip();
    violations.check(
        !query.isEmpty()
            && query.length() <= LONGEST_QUERY
            && !CONTROL_CHARACTER.matcher(query).find(),
        field,
        "must have 1 to " + LONGEST_QUERY + " characters and no control characters");
    return query;
  }

  int limit(String field, int value) {
    return oneTo(MOST_PER_PAGE, field, value, 10);
  }

  int page(String field, int value) {
    return oneTo(Integer.MAX_VALUE, field, value, 1);
  }

  int pageSize(String field, int value) {
    return oneTo(MOST_PER_PAGE, field, value, 20);
  }

  Duration intervalSeconds(String field, int value) {
    return Duration.ofSeconds(oneTo(LONGEST_INTERVAL, field, value, 5));
  }

  void throwIfAny() {
    violations.throwIfAny();
  }

  private BigDecimal badAmount(String field, String description) {
    violations.add(field, description);
    return BigDecimal.ZERO;
  }

  private int oneTo(int most, String field, int value, int otherwise) {
    violations.check(
        value >= 0 && value <= most,
        field,
        "must be between 1 and " + most + ", or 0 for " + otherwise);
    return value == 0 ? otherwise : value;
  }
}
