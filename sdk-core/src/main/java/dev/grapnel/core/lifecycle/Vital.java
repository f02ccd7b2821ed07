package dev.grapnel.core.lifecycle;

import java.util.Map;
import java.util.function.DoubleSupplier;

/**
 * A number that a running server can tell of itself, for metrics and consoles.
 *
 * @param kind whether it goes up and down or only up
 * @param name lower case words with dots, for example {@code grpc.server.calls.waiting}
 * @param unit {@code s} for seconds, {@code By} for bytes, else empty
 * @param description one sentence
 * @param labels what tells it apart from others of its name; few and fixed
 * @param value its value now; any thread, never blocks
 */
public record Vital(
    Kind kind,
    String name,
    String unit,
    String description,
    Map<String, String> labels,
    DoubleSupplier value) {

  /** How a number moves. */
  public enum Kind {
    /** Up and down. */
    GAUGE,
    /** Only up. */
    COUNTER
  }

  /**
   * Describes a number that goes up and down.
   *
   * @param name lower case words with dots
   * @param description one sentence
   * @param value its value now
   * @return the vital, without unit and labels
   */
  public static Vital gauge(String name, String description, DoubleSupplier value) {
    return new Vital(Kind.GAUGE, name, "", description, Map.of(), value);
  }

  /**
   * Describes a number that only goes up.
   *
   * @param name lower case words with dots
   * @param description one sentence
   * @param value its value now
   * @return the vital, without unit and labels
   */
  public static Vital counter(String name, String description, DoubleSupplier value) {
    return new Vital(Kind.COUNTER, name, "", description, Map.of(), value);
  }

  /**
   * Adds a label.
   *
   * @param key its name
   * @param text its value
   * @return the same number with one label, and only that
   */
  public Vital label(String key, String text) {
    return new Vital(kind, name, unit, description, Map.of(key, text), value);
  }

  /**
   * Sets the unit.
   *
   * @param text {@code s} for seconds, {@code By} for bytes
   * @return the same number with that unit
   */
  public Vital in(String text) {
    return new Vital(kind, name, text, description, labels, value);
  }
}
