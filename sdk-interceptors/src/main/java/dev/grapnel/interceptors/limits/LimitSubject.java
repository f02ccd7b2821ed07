package dev.grapnel.interceptors.limits;

import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;

/**
 * Whose calls are counted together.
 *
 * @param kind what it is, for example {@code principal} or {@code peer}; callers are told of it
 * @param value which one it is; callers are not told. More than 128 characters are kept as their
 *     SHA-256, so that nobody fills the memory with long names
 */
public record LimitSubject(String kind, String value) {

  private static final int LONGEST = 128;

  /**
   * Shortens a long value.
   *
   * @param kind what it is
   * @param value which one it is
   */
  public LimitSubject {
    if (value.length() > LONGEST) {
      value = "sha256:" + Hashing.sha256().hashString(value, StandardCharsets.UTF_8);
    }
  }

  /**
   * Returns a text that differs for different subjects, for use as a key of a store.
   *
   * @return kind and value, for example {@code principal:ana}
   */
  @Override
  public String toString() {
    return kind + ":" + value;
  }
}
