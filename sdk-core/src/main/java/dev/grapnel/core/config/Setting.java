package dev.grapnel.core.config;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One value in force, with the place it came from.
 *
 * @param key the key, for example {@code grpc.port}
 * @param value the value as it was written
 * @param source where it was written
 */
public record Setting(String key, String value, ConfigSource source) {

  private static final Pattern SECRET = Pattern.compile("secret|password|token|api-key");

  /**
   * Returns the value for people to read: a secret is hidden.
   *
   * @return the value, or {@code ****} where the key names a secret
   */
  public String displayValue() {
    return SECRET.matcher(key.toLowerCase(Locale.ROOT)).find() ? "****" : value;
  }

  /**
   * Describes the setting without giving secrets away.
   *
   * @return {@code key = "value" (source)}
   */
  @Override
  public String toString() {
    return key + " = \"" + displayValue() + "\" (" + source + ")";
  }
}
