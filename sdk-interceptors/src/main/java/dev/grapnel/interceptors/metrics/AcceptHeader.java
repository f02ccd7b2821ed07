package dev.grapnel.interceptors.metrics;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Chooses between the two formats; text is for all who do not ask for OpenMetrics by name. */
final class AcceptHeader {

  private AcceptHeader() {}

  static boolean prefersOpenMetrics(@Nullable List<String> accept) {
    double openMetrics = 0;
    double text = 0;
    for (String header : accept == null ? List.<String>of() : accept) {
      for (String range : header.split(",", -1)) {
        String[] parts = range.split(";", -1);
        String type = parts[0].strip().toLowerCase(Locale.ROOT);
        if (type.equals("application/openmetrics-text")) {
          openMetrics = Math.max(openMetrics, quality(parts));
        } else if (type.equals("text/plain")) {
          text = Math.max(text, quality(parts));
        }
      }
    }
    return openMetrics > 0 && openMetrics >= text;
  }

  private static double quality(String[] parts) {
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].strip();
      if (parameter.startsWith("q=") || parameter.startsWith("Q=")) {
        try {
          return Double.parseDouble(parameter.substring(2));
        } catch (NumberFormatException malformed) {
          return 0;
        }
      }
    }
    return 1;
  }
}
