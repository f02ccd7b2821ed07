package dev.grapnel.interceptors.auth;

import com.auth0.jwk.InvalidPublicKeyException;
import com.auth0.jwk.Jwk;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.grapnel.interceptors.auth.JwtAlgorithm.Family;
import java.io.IOException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Picks the keys of a JSON web key set (RFC 7517) that tokens may be signed with.
 *
 * @param algorithms what is accepted; for a key that does not say, the first of its type counts
 */
record JwksReader(List<JwtAlgorithm> algorithms) {

  private static final Logger logger = LoggerFactory.getLogger("grpc.auth");

  private static final int MOST_KEYS = 100;

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final TypeReference<Map<String, Object>> MEMBERS = new TypeReference<>() {};

  /**
   * Creates a reader.
   *
   * @param algorithms what is accepted; RS256 and ES256 if empty
   * @throws IllegalArgumentException if one of them has a shared secret
   */
  static JwksReader accepting(List<JwtAlgorithm> algorithms) {
    if (algorithms.stream().anyMatch(algorithm -> algorithm.family() == Family.HMAC)) {
      throw new IllegalArgumentException(
          "the algorithms of a key set are " + algorithms + ": expected none with a secret");
    }
    return new JwksReader(
        algorithms.isEmpty() ? List.of(JwtAlgorithm.RS256, JwtAlgorithm.ES256) : algorithms);
  }

  /**
   * Reads a set; keys that are of no use are left out.
   *
   * @throws IOException if the document is no key set, or has too many keys; says why without
   *     quoting it
   */
  KeySet read(byte[] document) throws IOException {
    KeySet set = new KeySet();
    int index = 0;
    for (JsonNode entry : entries(document)) {
      JsonNode kid = entry.get("kid");
      String problem = "its id is not 1 to 128 letters, digits, dots, dashes or underscores";
      if (kid == null || (kid.isTextual() && TokenHeader.isKeyId(kid.textValue()))) {
        problem = add(entry, kid == null ? null : kid.textValue(), set);
      }
      if (problem != null) {
        logger.debug("Key {} of the key set is left out: {}", index, problem);
      }
      index++;
    }
    return set;
  }

  private static JsonNode entries(byte[] document) throws IOException {
    JsonNode entries;
    try {
      entries = StrictJson.object(document).path("keys");
    } catch (IOException quotesDocument) {
      throw new IOException("the document is no proper JSON object", null);
    }
    if (!entries.isArray()) {
      throw new IOException("the document has no array 'keys'");
    }
    if (entries.size() > MOST_KEYS) {
      throw new IOException(
          "the document has %d keys: expected %d at most".formatted(entries.size(), MOST_KEYS));
    }
    return entries;
  }

  /** Returns why the key was left out, or null. */
  private @Nullable String add(JsonNode entry, @Nullable String id, KeySet set) {
    if (!entry.path("use").asText("sig").equals("sig")) {
      return "it is not for signatures";
    }
    JsonNode operations = entry.path("key_ops");
    if (!operations.isMissingNode() && !contains(operations, "verify")) {
      return "it is not for verifying";
    }
    try {
      // Reads members without asking of what type they are, hence the wide catch.
      PublicKey key = Jwk.fromValues(MAPPER.convertValue(entry, MEMBERS)).getPublicKey();
      Optional<JwtAlgorithm> algorithm = algorithm(entry.path("alg"), key);
      if (algorithm.isEmpty()) {
        return "it is for none of " + algorithms;
      }
      return set.add(id, VerificationKey.of(algorithm.get(), key)) ? null : "its id comes twice";
    } catch (InvalidPublicKeyException | RuntimeException e) {
      return "it is no RSA or EC key that fits: " + e.getClass().getSimpleName();
    }
  }

  private static boolean contains(JsonNode texts, String text) {
    for (JsonNode each : texts) {
      if (each.asText().equals(text)) {
        return true;
      }
    }
    return false;
  }

  /** One key, one algorithm: its own, that of its curve, or the first that is accepted for RSA. */
  private Optional<JwtAlgorithm> algorithm(JsonNode own, PublicKey key) {
    if (!own.isMissingNode()) {
      return algorithms.stream().filter(each -> each.name().equals(own.asText())).findFirst();
    }
    if (key instanceof ECPublicKey ec) {
      return VerificationKey.algorithmOf(ec).filter(algorithms::contains);
    }
    return algorithms.stream().filter(each -> each.family() == Family.RSA).findFirst();
  }
}
