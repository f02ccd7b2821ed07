package dev.grapnel.interceptors.auth;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What a token says of itself. {@code jku}, {@code x5u}, {@code jwk} and {@code x5c} are never
 * looked at: a token does not bring its own key.
 *
 * @param algorithm what it claims to be signed with
 * @param keyId the key it names, if it names one: harmless text
 * @param type what it says it is, if anything
 */
record TokenHeader(String algorithm, @Nullable String keyId, @Nullable String type) {

  private static final int LONGEST_KEY_ID = 128;

  /**
   * Reads a header.
   *
   * @throws Rejection if it is no JSON object, or says anything that we do not follow
   */
  static TokenHeader parse(String encoded) {
    JsonNode header = read(encoded);
    if (header.has("crit")) {
      throw Rejection.refused("the token has a header 'crit', and no extension is supported");
    }
    JsonNode encodedPayload = header.get("b64");
    if (encodedPayload != null && !(encodedPayload.isBoolean() && encodedPayload.booleanValue())) {
      throw Rejection.refused("the payload of the token is not base64");
    }
    String algorithm = text(header, "alg");
    if (algorithm == null) {
      throw Rejection.refused("the token names no algorithm");
    }
    String keyId = text(header, "kid");
    if (keyId != null && !isKeyId(keyId)) {
      throw Rejection.refused(
          "the token's key id is not 1 to 128 letters, digits or any of . _ - + / =");
    }
    return new TokenHeader(algorithm, keyId, text(header, "typ"));
  }

  static boolean isKeyId(String text) {
    int length = text.length();
    if (length == 0 || length > LONGEST_KEY_ID) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      // The last three are Base64's: some issuers name keys by their hash.
      boolean harmless =
          (c >= 'A' && c <= 'Z')
              || (c >= 'a' && c <= 'z')
              || (c >= '0' && c <= '9')
              || "._-+/=".indexOf(c) >= 0;
      if (!harmless) {
        return false;
      }
    }
    return true;
  }

  private static JsonNode read(String encoded) {
    try {
      return StrictJson.object(Base64.getUrlDecoder().decode(encoded));
    } catch (IOException e) {
      throw Rejection.refused("the token's header is no proper JSON object");
    }
  }

  private static @Nullable String text(JsonNode header, String name) {
    JsonNode value = header.get(name);
    if (value == null) {
      return null;
    }
    if (!value.isTextual()) {
      throw Rejection.refused("the token's header '" + name + "' is no text");
    }
    return value.textValue();
  }
}
