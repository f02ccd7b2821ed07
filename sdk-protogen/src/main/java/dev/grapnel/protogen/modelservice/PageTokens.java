package dev.grapnel.protogen.modelservice;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Page tokens: where a page begins, behind an HMAC-SHA-256 over it and the query that it is of.
 * Nobody else can make one, and one of another query is refused.
 */
final class PageTokens {

  private static final String ALGORITHM = "HmacSHA256";
  private static final int MAC_BYTES = 32;
  private static final int LONGEST = 4_096;

  /** Made when first asked for. */
  private static final class ThisProcess {
    static final PageTokens TOKENS = random();

    private static PageTokens random() {
      byte[] key = new byte[MAC_BYTES];
      new SecureRandom().nextBytes(key);
      return of(key);
    }
  }

  private final SecretKeySpec key;

  private PageTokens(SecretKeySpec key) {
    this.key = key;
  }

  static PageTokens ofThisProcess() {
    return ThisProcess.TOKENS;
  }

  static PageTokens of(byte[] key) {
    if (key.length < MAC_BYTES) {
      throw new IllegalArgumentException(
          "the key of page tokens has " + key.length + " bytes: expected at least " + MAC_BYTES);
    }
    return new PageTokens(new SecretKeySpec(key, ALGORITHM));
  }

  /**
   * Signs a cursor.
   *
   * @param query what the token is bound to, in words
   */
  String token(String cursor, List<String> query) {
    byte[] text = cursor.getBytes(StandardCharsets.UTF_8);
    byte[] signed =
        ByteBuffer.allocate(MAC_BYTES + text.length).put(mac(text, query)).put(text).array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(signed);
  }

  /** The cursor of a token; empty if it was not made here for this query. */
  Optional<String> cursor(String token, List<String> query) {
    if (token.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      ByteBuffer signed = ByteBuffer.wrap(Base64.getUrlDecoder().decode(token));
      if (signed.remaining() < MAC_BYTES) {
        return Optional.empty();
      }
      byte[] mac = new byte[MAC_BYTES];
      signed.get(mac);
      byte[] text = new byte[signed.remaining()];
      signed.get(text);
      return MessageDigest.isEqual(mac, mac(text, query))
          ? Optional.of(new String(text, StandardCharsets.UTF_8))
          : Optional.empty();
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  private byte[] mac(byte[] text, List<String> query) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      // Lengths come first, so that no two queries read the same.
      for (String word : query) {
        byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
        mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
        mac.update(bytes);
      }
      mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(-1).flip());
      return mac.doFinal(text);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }
}
