package dev.grapnel.interceptors.auth;

import static dev.grapnel.interceptors.auth.RawTokens.jwk;
import static dev.grapnel.interceptors.auth.RawTokens.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which keys of a set count. */
class JwksReaderTest {

  private static final KeyPair P256 = RawTokens.ec("secp256r1");
  private static final KeyPair P384 = RawTokens.ec("secp384r1");
  private static final KeyPair RSA = RawTokens.rsa(2048);

  private final JwksReader reader = JwksReader.accepting(List.of());

  @Test
  void takesKeysOfTheAcceptedAlgorithms() throws Exception {
    KeySet keys =
        reader.read(
            set(
                jwk(P256, ",\"kid\":\"a\""),
                jwk(RSA, ",\"kid\":\"b\",\"use\":\"sig\",\"key_ops\":[\"verify\"]"),
                jwk(RSA, ",\"kid\":\"c\",\"alg\":\"RS256\",\"x\":{\"unknown\":[]}"),
                jwk(P384, ",\"kid\":\"d\""),
                jwk(RSA, ",\"kid\":\"e\",\"alg\":\"PS256\"")));

    assertThat(keys.find(JwtAlgorithm.ES256, "a")).isNotNull();
    assertThat(keys.find(JwtAlgorithm.RS256, "b")).isNotNull();
    assertThat(keys.find(JwtAlgorithm.RS256, "c")).isNotNull();
    assertThat(keys.find(JwtAlgorithm.RS256, "a")).isNull();
    assertThat(keys.find(JwtAlgorithm.RS256, null)).isNull();
    assertThat(keys).hasToString("3 keys: a, b, c");
  }

  @Test
  void givesAKeyOneAlgorithm() throws Exception {
    JwksReader several =
        JwksReader.accepting(List.of(JwtAlgorithm.PS256, JwtAlgorithm.RS256, JwtAlgorithm.ES384));
    KeySet keys =
        several.read(
            set(
                jwk(RSA, ",\"kid\":\"a\""),
                jwk(RSA, ",\"kid\":\"b\",\"alg\":\"RS256\""),
                jwk(P384, ",\"kid\":\"c\""),
                jwk(P256, ",\"kid\":\"d\""),
                jwk(P256, ",\"kid\":\"e\",\"alg\":\"ES384\"")));

    assertThat(keys.find(JwtAlgorithm.PS256, "a")).isNotNull();
    assertThat(keys.find(JwtAlgorithm.RS256, "a")).isNull();
    assertThat(keys.find(JwtAlgorithm.RS256, "b")).isNotNull();
    assertThat(keys.find(JwtAlgorithm.PS256, "b")).isNull();
    assertThat(keys).hasToString("3 keys: a, b, c");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ",\"use\":\"enc\"",
        ",\"use\":7",
        ",\"key_ops\":[\"sign\"]",
        ",\"key_ops\":\"verify\"",
        ",\"alg\":\"HS256\"",
        ",\"alg\":\"none\"",
        ",\"alg\":7",
        ",\"alg\":null",
        ",\"kid\":\"a b\"",
        ",\"kid\":7",
        ",\"kid\":\"\"",
        ",\"x5c\":7",
        ",\"kid\":null"
      })
  void leavesOutKeysForOtherThings(String more) throws Exception {
    assertThat(reader.read(set(jwk(P256, more))).isEmpty()).isTrue();
    assertThat(reader.read(set(jwk(P256, more), jwk(RSA, ""))).isEmpty()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "7",
        "null",
        "\"x\"",
        "[]",
        "{\"kty\":\"RSA\"}",
        "{\"kty\":\"EC\"}",
        "{\"kty\":7}",
        "{\"kty\":\"oct\",\"k\":\"AAAA\",\"kid\":\"a\",\"alg\":\"RS256\"}",
        "{\"kty\":\"oct\",\"k\":\"AAAA\"}",
        "{\"kty\":\"RSA\",\"n\":\"\",\"e\":\"\"}",
        "{\"kty\":\"RSA\",\"n\":\"!\",\"e\":\"AQAB\"}",
        "{\"kty\":\"RSA\",\"n\":7,\"e\":[]}",
        "{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"}",
        "{\"kty\":\"EC\",\"crv\":\"secp256k1\",\"x\":\"AA\",\"y\":\"AA\"}",
        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AA\"}"
      })
  void leavesOutGarbage(String key) throws Exception {
    assertThat(reader.read(set(key)).isEmpty()).isTrue();
  }

  @Test
  void leavesOutShortRsaKeys() throws Exception {
    assertThat(reader.read(set(jwk(RawTokens.rsa(1024), ""))).isEmpty()).isTrue();
  }

  @Test
  void takesTheFirstOfTwoKeysWithOneName() throws Exception {
    KeyPair other = RawTokens.ec("secp256r1");
    KeySet keys = reader.read(set(jwk(P256, ",\"kid\":\"a\""), jwk(other, ",\"kid\":\"a\"")));
    String token =
        RawTokens.signed("SHA256withECDSAinP1363Format", P256, "{\"alg\":\"ES256\"}", "{}");

    assertThat(keys.find(JwtAlgorithm.ES256, "a").verifies(CompactToken.parse(token))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "null",
        "<html>",
        "{\"keys\":{}}",
        "{\"keys\":null}",
        "{\"keys\":[]",
        "{\"keys\":[]} x",
        "{\"keys\":[],\"keys\":[]}",
        "{\"keys\":[[[[[[[[[]]]]]]]]]}"
      })
  void takesNothingButAKeySet(String document) {
    assertThatThrownBy(() -> reader.read(document.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("the document")
        .hasNoCause();
  }

  @Test
  void takesAHundredKeys() throws Exception {
    String[] hundred = Collections.nCopies(100, jwk(P256, "")).toArray(String[]::new);
    String[] more = Collections.nCopies(101, "{}").toArray(String[]::new);

    assertThat(reader.read(set(hundred)).isEmpty()).isFalse();
    assertThatThrownBy(() -> reader.read(set(more))).hasMessageContaining("101 keys");
  }

  @Property(tries = 300)
  void noDocumentMakesItThrowAnythingElse(@ForAll byte[] document) {
    try {
      assertThat(reader.read(document)).isNotNull();
    } catch (IOException expected) {
      assertThat(expected).hasMessageStartingWith("the document");
    }
  }

  @Test
  void takesNoAlgorithmWithASecret() {
    assertThatThrownBy(() -> JwksReader.accepting(List.of(JwtAlgorithm.HS256)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("HS256");
  }
}
