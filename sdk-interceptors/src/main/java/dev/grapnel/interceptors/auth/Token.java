package dev.grapnel.interceptors.auth;

import java.time.Instant;

/**
 * A bearer token of a client. Prints nothing of its value.
 *
 * @param value the token, without {@code Bearer}: printable ASCII without spaces
 * @param expiry when it ends; {@link Instant#MAX} if never
 */
public record Token(String value, Instant expiry) {

  /**
   * Checks the value.
   *
   * @param value the token
   * @param expiry when it ends
   * @throws IllegalArgumentException if the value is empty, or cannot be sent in a header
   */
  public Token {
    if (value.isEmpty() || !PrintableText.isAscii(value)) {
      throw new IllegalArgumentException(
          "the token has %d characters: expected some, all of them printable ASCII without spaces"
              .formatted(value.length()));
    }
  }

  @Override
  public String toString() {
    return "Token[expiry=" + expiry + "]";
  }
}
