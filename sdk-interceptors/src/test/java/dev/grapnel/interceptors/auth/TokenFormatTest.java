package dev.grapnel.interceptors.auth;

import static dev.grapnel.interceptors.auth.RawTokens.HS256_HEADER;
import static dev.grapnel.interceptors.auth.RawTokens.SECRET;
import static dev.grapnel.interceptors.auth.RawTokens.encode;
import static dev.grapnel.interceptors.auth.RawTokens.hs256;
import static dev.grapnel.interceptors.auth.RawTokens.show;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.interceptors.auth.Authentication.Authenticated;
import dev.grapnel.interceptors.auth.Authentication.Refused;
import dev.grapnel.testing.time.VirtualClock;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All of these are signed with the right key: the form alone is wrong. */
class TokenFormatTest {

  /** An hour after the clock of the test. */
  private static final String PAYLOAD = "{\"sub\":\"ana\",\"exp\":1893459600}";

  private final JwtAuthenticator authenticator =
      JwtAuthenticator.hmac(SECRET).clock(VirtualClock.create()).build();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"crit\":[\"exp\"],\"exp\":1",
        "\"crit\":[]",
        "\"crit\":null",
        "\"crit\":[\"b64\"],\"b64\":true",
        "\"b64\":false",
        "\"b64\":\"true\"",
        "\"b64\":null",
        "\"kid\":\"\"",
        "\"kid\":null",
        "\"kid\":7",
        "\"kid\":[\"a\"]",
        "\"kid\":\"..\\\\..\"",
        "\"kid\":\"a' OR '1'='1\"",
        "\"kid\":\"a\\u0000\"",
        "\"kid\":\"a\\nb\"",
        "\"typ\":7",
        "\"alg\":\"none\"",
        "\"\\u0061lg\":\"none\"",
        "\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":1}}}}}}}}"
      })
  void refusesHeadersThatSayTooMuch(String more) {
    assertThat(show(authenticator, hs256("{\"alg\":\"HS256\"," + more + "}", PAYLOAD)))
        .isInstanceOf(Refused.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"jku\":\"http://127.0.0.1:1/keys\"",
        "\"x5u\":\"file:///etc/passwd\"",
        "\"jwk\":{\"kty\":\"oct\",\"k\":\"AAAA\"}",
        "\"x5c\":[\"MIIB\"]",
        "\"b64\":true",
        "\"kid\":\"A-z_0.9\"",
        "\"kid\":\"q+ZyT/8=\"",
        "\"typ\":\"anything\""
      })
  void ignoresKeysThatTokensBringAlong(String more) {
    assertThat(show(authenticator, hs256("{\"alg\":\"HS256\"," + more + "}", PAYLOAD)))
        .isInstanceOf(Authenticated.class);
  }

  @Test
  void refusesLongKeyIds() {
    String header = "{\"alg\":\"HS256\",\"kid\":\"%s\"}";

    assertThat(show(authenticator, hs256(header.formatted("k".repeat(128)), PAYLOAD)))
        .isInstanceOf(Authenticated.class);
    assertThat(show(authenticator, hs256(header.formatted("k".repeat(129)), PAYLOAD)))
        .isInstanceOf(Refused.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "null",
        "7",
        "\"HS256\"",
        "{\"alg\":\"HS256\"",
        "{\"alg\":\"HS256\"}}",
        "{\"alg\":\"HS256\"} {\"alg\":\"none\"}",
        "{\"alg\":[\"HS256\"]}",
        "{\"alg\":null}",
        "{'alg':'HS256'}",
        "{\"alg\":\"HS256\",}",
        "{/**/\"alg\":\"HS256\"}",
        "\u0000"
      })
  void refusesHeadersThatAreNoObject(String header) {
    assertThat(show(authenticator, hs256(header, PAYLOAD))).isInstanceOf(Refused.class);
  }

  @Test
  void refusesNamesThatComeTwice() {
    String twice = PAYLOAD.replace("}", ",\"sub\":\"root\"}");
    String escaped = PAYLOAD.replace("}", ",\"\\u0073ub\":\"root\"}");
    String deeper = PAYLOAD.replace("}", ",\"o\":{\"a\":1,\"a\":2}}");

    for (String payload : new String[] {twice, escaped, deeper}) {
      assertThat(show(authenticator, hs256(HS256_HEADER, payload))).isInstanceOf(Refused.class);
    }
  }

  @Test
  void refusesDeepNesting() {
    String deep = "[".repeat(7) + "]".repeat(7);
    String deeper = "[".repeat(8) + "]".repeat(8);
    String absurd = "[".repeat(2900) + "]".repeat(2900);

    assertThat(show(authenticator, hs256(HS256_HEADER, with(deep))))
        .isInstanceOf(Authenticated.class);
    assertThat(show(authenticator, hs256(HS256_HEADER, with(deeper)))).isInstanceOf(Refused.class);
    assertThat(show(authenticator, hs256(HS256_HEADER, with(absurd)))).isInstanceOf(Refused.class);
    assertThat(show(authenticator, hs256(absurd, PAYLOAD))).isInstanceOf(Refused.class);
    assertThat(show(authenticator, hs256("{\"alg\":".repeat(900), PAYLOAD)))
        .isInstanceOf(Refused.class);
  }

  @Test
  void refusesPayloadsThatAreNoObject() {
    for (String payload :
        new String[] {
          "", "[]", "null", PAYLOAD + "x", PAYLOAD + "{}", "eyJhbGciOiJub25lIn0.e30."
        }) {
      assertThat(show(authenticator, hs256(HS256_HEADER, payload))).isInstanceOf(Refused.class);
    }
  }

  @Test
  void refusesOtherThanThreeParts() {
    String good = hs256(HS256_HEADER, PAYLOAD);
    String[] parts = good.split("\\.", -1);
    String[] bad = {
      parts[0],
      parts[0] + "." + parts[1],
      parts[0] + "." + parts[1] + ".",
      "." + parts[1] + "." + parts[2],
      parts[0] + ".." + parts[2],
      good + ".",
      good + "." + parts[2],
      good + ".a.b",
      "..",
      "....",
      "." + good
    };

    for (String token : bad) {
      assertThat(show(authenticator, token)).as(token).isInstanceOf(Refused.class);
    }
  }

  /** Many decoders take these for the same bytes. */
  @Test
  void refusesOtherSpellingsOfTheSameSignature() {
    String good = hs256(HS256_HEADER, PAYLOAD);
    char last = good.charAt(good.length() - 1);
    String start = good.substring(0, good.length() - 1);

    for (char other = '!'; other <= '~'; other++) {
      if (other != last) {
        assertThat(show(authenticator, start + other)).isInstanceOf(Refused.class);
      }
    }
    for (String suffix : new String[] {"=", "==", " ", "%3D", "\n", "A", "AAAA", "\u00e9"}) {
      assertThat(show(authenticator, good + suffix)).isInstanceOf(Refused.class);
    }
    assertThat(show(authenticator, good)).isInstanceOf(Authenticated.class);
  }

  @Test
  void refusesPartsWithPaddingThatIsSigned() {
    String header = encode(HS256_HEADER + " ");
    assertThat(header.length() % 4).isNotZero();
    String token = hs256(HS256_HEADER, PAYLOAD).replaceFirst("^[^.]+", header + "=");

    assertThat(show(authenticator, token)).isInstanceOf(Refused.class);
  }

  @Test
  void readsUtf8() {
    String payload = PAYLOAD.replace("ana", "añá😀");

    assertThat(show(authenticator, hs256(HS256_HEADER, payload)))
        .isInstanceOfSatisfying(
            Authenticated.class, good -> assertThat(good.principal().id()).isEqualTo("añá😀"));
    assertThat(new String(payload.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
        .isEqualTo(payload);
  }

  private static String with(String value) {
    return PAYLOAD.replace("}", ",\"deep\":" + value + "}");
  }
}
