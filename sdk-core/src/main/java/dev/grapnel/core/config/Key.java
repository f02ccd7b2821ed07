package dev.grapnel.core.config;

import java.util.Locale;
import java.util.function.Function;

/**
 * One known setting: its name, its default and how its text becomes a value.
 *
 * @param parser throws {@link IllegalArgumentException} on a text that is no {@code expected}
 */
record Key<T>(String name, String defaultText, String expected, Function<String, T> parser) {

  /**
   * {@code grpc.max-workers} is {@code GRPC_MAX_WORKERS} in the environment: one rule, no
   * exceptions.
   */
  String environmentName() {
    return name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }
}
