package dev.grapnel.protogen.modelservice;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.grapnel.core.error.FieldViolations;
import java.util.Set;

/**
 * Pages by number, as django-socio-grpc has them: {@code page} and {@code page_size}, or {@code
 * limit} and {@code offset}.
 */
record PageNumbers(long page, long size, long offset) {

  private static final Set<String> KNOWN = Set.of("page", "page_size", "limit", "offset");

  /** Above it, doubles do not hold every whole number; no table is as long. */
  private static final long FARTHEST = 1L << 53;

  static PageNumbers of(Struct pagination, String field, FieldViolations violations) {
    pagination
        .getFieldsMap()
        .keySet()
        .forEach(
            key ->
                violations.check(
                    KNOWN.contains(key),
                    field,
                    "must have page and page_size, or limit and offset: \""
                        + Refusals.bounded(key)
                        + "\" is none of them"));
    long size = number(pagination, "page_size", 0, field, violations);
    return new PageNumbers(
        Math.max(1, number(pagination, "page", 1, field, violations)),
        number(pagination, "limit", size, field, violations),
        number(pagination, "offset", 0, field, violations));
  }

  private static long number(
      Struct pagination, String key, long otherwise, String field, FieldViolations violations) {
    Value value = pagination.getFieldsOrDefault(key, Value.getDefaultInstance());
    if (!value.hasNumberValue()) {
      violations.check(
          !pagination.containsFields(key), field + "." + key, "must be a whole number");
      return otherwise;
    }
    double number = value.getNumberValue();
    boolean isFine = number >= 0 && number <= FARTHEST && number == Math.rint(number);
    violations.check(isFine, field + "." + key, "must be a whole number, 0 or more");
    return isFine ? (long) number : otherwise;
  }

  int sizeWithin(ListOptions options) {
    return size <= 0 ? options.defaultSize() : (int) Math.min(size, options.maxSize());
  }

  long skip(int pageSize) {
    // Numbers that no table has are beyond its end, too.
    long pages = Math.min(page - 1, FARTHEST / pageSize);
    return offset > 0 ? offset : pages * pageSize;
  }
}
