package dev.grapnel.protogen.modelservice;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.grapnel.core.error.FieldViolations;
import dev.grapnel.protogen.modelservice.conversion.ModelConverter;
import dev.grapnel.protogen.modelservice.conversion.UnfitValueException;
import dev.grapnel.protogen.schema.FieldNames;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Filters and orders in a client's words, of the properties that options name. */
final class ListTerms {

  private record Property(String name, Function<String, Object> literal) {}

  /** {@code name = word} or {@code name = "some text"}: this much of AIP-160. */
  private static final Pattern TERM =
      Pattern.compile(
          "\\s*(?<name>[A-Za-z_][A-Za-z0-9_]*)\\s*=\\s*"
              + "(?:\"(?<text>[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+)\"|(?<word>[^\\s\"]++))\\s*(?<and>AND\\b)?");

  private static final int LONGEST = 1_024;
  private static final String FORM = "must have the form field = \"value\" AND field = \"value\"";

  private final Map<String, Property> filters = new LinkedHashMap<>();
  private final Map<String, String> orders = new LinkedHashMap<>();

  ListTerms(ModelSerializer<?> serializer, ListOptions options) {
    ModelConverter<?> converter = serializer.converter();
    for (String name : options.filters()) {
      filters.put(fieldName(converter, name), new Property(name, converter.literal(name)));
    }
    for (String name : options.orders()) {
      orders.put(fieldName(converter, name), name);
    }
  }

  private static String fieldName(ModelConverter<?> converter, String property) {
    return converter.fields().getOrDefault(property, FieldNames.snake(property));
  }

  /** Reads a filter in text. */
  void filter(String text, String field, Map<String, Object> into, FieldViolations violations) {
    if (text.isBlank()) {
      return;
    }
    if (text.length() > LONGEST) {
      violations.add(field, "must not be longer than " + LONGEST);
      return;
    }
    Matcher term = TERM.matcher(text);
    int at = 0;
    boolean goesOn = true;
    while (goesOn) {
      if (!term.region(at, text.length()).lookingAt()) {
        violations.add(field, FORM);
        return;
      }
      String quoted = term.group("text");
      String value = quoted == null ? term.group("word") : quoted.replaceAll("\\\\(.)", "$1");
      add(term.group("name"), value, field, into, violations);
      goesOn = term.group("and") != null;
      at = term.end();
    }
    violations.check(at == text.length(), field, FORM);
  }

  /** Reads a filter in an object, as django-socio-grpc has it. */
  void filter(
      @Nullable Struct struct, String field, Map<String, Object> into, FieldViolations violations) {
    if (struct == null) {
      return;
    }
    struct
        .getFieldsMap()
        .forEach(
            (name, value) -> {
              String text = text(value);
              if (text == null) {
                violations.add(
                    field + "." + Refusals.bounded(name), "must be text, a number or a boolean");
              } else {
                add(name, text, field, into, violations);
              }
            });
  }

  private static @Nullable String text(Value value) {
    return switch (value.getKindCase()) {
      case STRING_VALUE -> value.getStringValue();
      case BOOL_VALUE -> Boolean.toString(value.getBoolValue());
      case NUMBER_VALUE -> {
        double number = value.getNumberValue();
        yield Double.isFinite(number)
            ? BigDecimal.valueOf(number).stripTrailingZeros().toPlainString()
            : null;
      }
      default -> null;
    };
  }

  private void add(
      String name,
      String text,
      String field,
      Map<String, Object> into,
      FieldViolations violations) {
    Property property = filters.get(name);
    if (property == null) {
      violations.add(field, noSuch("filter", name, filters));
      return;
    }
    try {
      Object before = into.put(property.name(), property.literal().apply(text));
      violations.check(before == null, field, "must name " + name + " once");
    } catch (UnfitValueException e) {
      violations.add(field, name + " " + e.violations().get(0).description());
    }
  }

  /** Reads an order: {@code title, created_at desc}. */
  List<ListQuery.Order> orders(String text, String field, FieldViolations violations) {
    List<ListQuery.Order> read = new ArrayList<>();
    if (text.isBlank()) {
      return read;
    }
    if (text.length() > LONGEST) {
      violations.add(field, "must not be longer than " + LONGEST);
      return read;
    }
    for (String each : text.split(",", -1)) {
      String[] words = each.strip().split("\\s+", -1);
      boolean isDescending = words.length == 2 && words[1].equals("desc");
      String property = orders.get(words[0]);
      if (property == null) {
        violations.add(field, noSuch("order", words[0], orders));
      } else if (words.length > 1
          && !isDescending
          && !(words.length == 2 && words[1].equals("asc"))) {
        violations.add(field, "must have the form field, field desc");
      } else {
        read.add(
            new ListQuery.Order(
                property,
                isDescending ? ListQuery.Direction.DESCENDING : ListQuery.Direction.ASCENDING));
      }
    }
    return read;
  }

  private static String noSuch(String what, String name, Map<String, ?> known) {
    return known.isEmpty()
        ? "must be empty: there is nothing to " + what + " by"
        : "must %s by one of %s: \"%s\" is none"
            .formatted(what, new TreeSet<>(known.keySet()), Refusals.bounded(name));
  }
}
