package dev.grapnel.interceptors.auth;

import com.auth0.jwt.interfaces.Claim;
import com.auth0.jwt.interfaces.DecodedJWT;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The three parts of a signed token, still encoded: all that java-jwt needs to check a signature.
 *
 * <p>It has no claims on purpose. What a token says is read by one parser, {@link StrictJson}, and
 * its payload only after the signature was found good.
 */
record CompactToken(String header, String payload, String signature) implements DecodedJWT {

  /**
   * Splits a token.
   *
   * @throws Rejection if it has other than three parts, or one that is not base64url as RFC 7515
   *     writes it
   */
  static CompactToken parse(String token) {
    int first = token.indexOf('.');
    int second = token.indexOf('.', first + 1);
    if (first < 0 || second < 0) {
      throw Rejection.refused("the token has less than three parts");
    }
    if (token.indexOf('.', second + 1) >= 0) {
      throw Rejection.refused("the token has more than three parts: is it encrypted?");
    }
    return new CompactToken(
        part(token.substring(0, first)),
        part(token.substring(first + 1, second)),
        part(token.substring(second + 1)));
  }

  private static String part(String text) {
    if (!isCanonical(text)) {
      throw Rejection.refused("a part of the token is empty or not base64url");
    }
    return text;
  }

  /**
   * Without padding, and the bits of the last character that carry nothing are zero. The JDK's
   * decoder takes them as they come, so that one signature could be written in several ways.
   */
  private static boolean isCanonical(String text) {
    int length = text.length();
    if (length == 0) {
      return false;
    }
    int last = 0;
    for (int i = 0; i < length; i++) {
      last = sextet(text.charAt(i));
      if (last < 0) {
        return false;
      }
    }
    return switch (length % 4) {
      case 1 -> false;
      case 2 -> (last & 0b1111) == 0;
      case 3 -> (last & 0b11) == 0;
      default -> true;
    };
  }

  private static int sextet(char character) {
    if (character >= 'A' && character <= 'Z') {
      return character - 'A';
    }
    if (character >= 'a' && character <= 'z') {
      return character - 'a' + 26;
    }
    if (character >= '0' && character <= '9') {
      return character - '0' + 52;
    }
    return character == '-' ? 62 : character == '_' ? 63 : -1;
  }

  @Override
  public String getHeader() {
    return header;
  }

  @Override
  public String getPayload() {
    return payload;
  }

  @Override
  public String getSignature() {
    return signature;
  }

  /** Keys are chosen before. */
  @Override
  public @Nullable String getKeyId() {
    return null;
  }

  @Override
  public String getToken() {
    throw unread();
  }

  @Override
  public String getAlgorithm() {
    throw unread();
  }

  @Override
  public String getType() {
    throw unread();
  }

  @Override
  public String getContentType() {
    throw unread();
  }

  @Override
  public Claim getHeaderClaim(String name) {
    throw unread();
  }

  @Override
  public String getIssuer() {
    throw unread();
  }

  @Override
  public String getSubject() {
    throw unread();
  }

  @Override
  public List<String> getAudience() {
    throw unread();
  }

  @Override
  public Date getExpiresAt() {
    throw unread();
  }

  @Override
  public Date getNotBefore() {
    throw unread();
  }

  @Override
  public Date getIssuedAt() {
    throw unread();
  }

  @Override
  public String getId() {
    throw unread();
  }

  @Override
  public Claim getClaim(String name) {
    throw unread();
  }

  @Override
  public Map<String, Claim> getClaims() {
    throw unread();
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "token of " + payload.length() + " characters";
  }

  private static UnsupportedOperationException unread() {
    return new UnsupportedOperationException("only the signature is checked");
  }
}
