package dev.grapnel.testing.assertion;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The text of a failed assertion: a title, and labelled values aligned at the colon. */
final class Report {

  private static final String INDENT = "  ";

  private final String title;
  private final Map<String, String> rows = new LinkedHashMap<>();

  private Report(String title) {
    this.title = title;
  }

  static Report of(String title) {
    return new Report(title);
  }

  Report expected(String value) {
    return row("expected", value);
  }

  Report butWas(String value) {
    return row("but was", value);
  }

  Report row(String label, String value) {
    rows.put(label, value);
    return this;
  }

  /** Gives an error its cause, unless AssertJ made it with one of its own. */
  static AssertionError caused(AssertionError error, @Nullable Throwable cause) {
    if (cause != null) {
      try {
        error.initCause(cause);
      } catch (IllegalStateException hasOne) {
        error.addSuppressed(cause);
      }
    }
    return error;
  }

  @Override
  public String toString() {
    int width = rows.keySet().stream().mapToInt(String::length).max().orElse(0);
    String continued = "\n" + " ".repeat(INDENT.length() + width + 2);
    StringBuilder text = new StringBuilder(title);
    rows.forEach(
        (label, value) ->
            text.append('\n')
                .append(INDENT)
                .append(" ".repeat(width - label.length()))
                .append(label)
                .append(": ")
                .append(value.replace("\n", continued)));
    return text.toString();
  }
}
