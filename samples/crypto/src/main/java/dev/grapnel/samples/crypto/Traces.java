package dev.grapnel.samples.crypto;

import dev.grapnel.core.config.ConfigException;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** OpenTelemetry, when {@code OTEL_*} says where traces go. */
final class Traces {

  /**
   * What holds unless a variable says otherwise; metrics go to Prometheus here, and logs to stdout.
   */
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "otel.service.name", "crypto",
          "otel.metrics.exporter", "none",
          "otel.logs.exporter", "none");

  private Traces() {}

  static Optional<OpenTelemetrySdk> open(Map<String, String> environment) {
    if (environment.keySet().stream().noneMatch(name -> name.startsWith("OTEL_"))) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          AutoConfiguredOpenTelemetrySdk.builder()
              .addPropertiesSupplier(() -> DEFAULTS)
              .disableShutdownHook()
              .build()
              .getOpenTelemetrySdk());
    } catch (ConfigurationException e) {
      throw new ConfigException(List.of("OTEL_*: " + e.getMessage()));
    }
  }
}
