package dev.grapnel.interceptors.auth;

import static dev.grapnel.interceptors.auth.RawTokens.HS256_HEADER;
import static dev.grapnel.interceptors.auth.RawTokens.SECRET;
import static dev.grapnel.interceptors.auth.RawTokens.hs256;
import static dev.grapnel.interceptors.auth.RawTokens.show;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.core.security.Principal;
import dev.grapnel.interceptors.auth.Authentication.Authenticated;
import dev.grapnel.interceptors.auth.Authentication.Refused;
import dev.grapnel.testing.time.VirtualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a token says, once its signature is good. */
class ClaimsTest {

  private static final VirtualClock CLOCK = VirtualClock.create();
  private static final long NOW = VirtualClock.DEFAULT_START.getEpochSecond();
  private static final String GOOD = "\"sub\":\"ana\",\"exp\":" + (NOW + 60);

  @ParameterizedTest
  @CsvSource({"-29, true", "-30, false", "0, true", "86400, true", "86430, true", "86431, false"})
  void endsWithinADayAndTheLeeway(long fromNow, boolean good) {
    check(builder(), "\"sub\":\"ana\",\"exp\":" + (NOW + fromNow), good);
  }

  @ParameterizedTest
  @CsvSource({"-1000, true", "30, true", "31, false"})
  void beginsInThePast(long fromNow, boolean good) {
    check(builder(), GOOD + ",\"nbf\":" + (NOW + fromNow), good);
    check(builder(), GOOD + ",\"iat\":" + (NOW + fromNow), good);
  }

  @ParameterizedTest
  @CsvSource({"-86340, true", "-86341, false"})
  void livesForADayAtMost(long issued, boolean good) {
    check(builder(), GOOD + ",\"iat\":" + (NOW + issued), good);
  }

  @Test
  void takesOtherLeewaysAndLifetimes() {
    JwtAuthenticatorBuilder strict =
        builder().leeway(Duration.ZERO).maxLifetime(Duration.ofMinutes(1));

    check(strict, GOOD + ",\"iat\":" + NOW, true);
    check(strict, GOOD + ",\"iat\":" + (NOW - 1), false);
    check(strict, GOOD + ",\"iat\":" + (NOW + 1), false);
    check(strict, GOOD + ",\"nbf\":" + (NOW + 1), false);
    check(strict, "\"sub\":\"ana\",\"exp\":" + NOW, false);
    check(
        builder().leeway(JwtAuthenticatorBuilder.MAX_LEEWAY),
        "\"sub\":\"ana\",\"exp\":" + (NOW - 59),
        true);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\"exp\":null",
        "\"exp\":\"1893456060\"",
        "\"exp\":true",
        "\"exp\":[1893456060]",
        "\"exp\":{}",
        "\"exp\":-1",
        "\"exp\":1e400",
        "\"exp\":1e99",
        "\"exp\":NaN",
        "\"exp\":9223372036854775807",
        "\"exp\":99999999999999999999999999",
        "\"exp\":1e999999999",
        "\"exp\":0"
      })
  void needsAProperEnd(String end) {
    check(builder(), "\"sub\":\"ana\"" + (end.isEmpty() ? "" : "," + end), false);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "\"0\"", "-1", "1e300", "[]"})
  void takesNoTimesThatAreNone(String time) {
    check(builder(), GOOD + ",\"nbf\":" + time, false);
    check(builder(), GOOD + ",\"iat\":" + time, false);
  }

  @Test
  void takesFractionsOfSeconds() {
    check(builder(), "\"sub\":\"ana\",\"exp\":" + NOW + ".5", true);
    check(builder(), "\"sub\":\"ana\",\"exp\":1.893456060e9", true);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\"sub\":\"\"",
        "\"sub\":null",
        "\"sub\":7",
        "\"sub\":[\"ana\"]",
        "\"sub\":\"a\\nb\""
      })
  void needsASubject(String subject) {
    check(builder(), (subject.isEmpty() ? "" : subject + ",") + "\"exp\":" + (NOW + 60), false);
  }

  @Test
  void needsAShortSubject() {
    check(builder(), "\"sub\":\"" + "a".repeat(256) + "\",\"exp\":" + (NOW + 60), true);
    check(builder(), "\"sub\":\"" + "a".repeat(257) + "\",\"exp\":" + (NOW + 60), false);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      value = {
        "'\"login\"', true",
        "'\"Login\"', false",
        "'\"login \"', false",
        "'[\"login\"]', false",
        "null, false",
        "'\"\"', false"
      })
  void comparesTheIssuerExactly(String issuer, boolean good) {
    check(builder().issuer("login"), GOOD + ",\"iss\":" + issuer, good);
    check(builder().issuer("login"), GOOD, false);
    check(builder(), GOOD + ",\"iss\":" + issuer, true);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      value = {
        "'\"notes\"', true",
        "'[\"other\",\"notes\"]', true",
        "'\"notes2\"', false",
        "'[\"other\"]', false",
        "'[]', false",
        "'[[\"notes\"]]', false",
        "'{\"notes\":1}', false",
        "null, false",
        "'\"NOTES\"', false"
      })
  void comparesTheAudienceExactly(String audience, boolean good) {
    check(builder().audience("notes"), GOOD + ",\"aud\":" + audience, good);
    check(builder().audience("notes"), GOOD, false);
  }

  @Test
  void refusesATokenForAnAudienceIfNoneIsConfigured() {
    check(builder(), GOOD + ",\"aud\":\"notes\"", false);
    check(builder(), GOOD + ",\"aud\":[]", false);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      value = {
        "'\"at+jwt\"', true", "'\"AT+JWT\"', true", "'\"application/at+jwt\"', true",
        "'\"JWT\"', false", "'\"application/application/at+jwt\"', false", "'\"\"', false"
      })
  void comparesTheType(String type, boolean good) {
    String header = "{\"alg\":\"HS256\",\"typ\":" + type + "}";
    Authentication outcome =
        show(builder().type("at+jwt").build(), hs256(header, "{" + GOOD + "}"));

    assertThat(outcome).isInstanceOf(good ? Authenticated.class : Refused.class);
    check(builder().type("at+jwt"), GOOD, false);
  }

  @Test
  void collectsRolesPermissionsAndScopes() {
    Principal principal =
        principal(
            builder(),
            "\"roles\":[\"a\",\"b\",\"a\"],\"permissions\":[\"p q\",\"r\"],\"scope\":\" s  t r\"");

    assertThat(principal.roles()).containsExactlyInAnyOrder("a", "b");
    assertThat(principal.permissions()).containsExactlyInAnyOrder("p q", "r", "s", "t");
    assertThat(principal.claims()).containsOnlyKeys("exp");
  }

  @Test
  void takesOtherNamesOfClaims() {
    JwtAuthenticatorBuilder own =
        builder().roleClaims("https://x/roles", "groups").permissionClaims("scp");
    Principal principal =
        principal(
            own,
            "\"https://x/roles\":\"a b\",\"groups\":[\"c\"],\"scp\":[\"p\"],\"scope\":\"s\",\"roles\":null");

    assertThat(principal.roles()).containsExactlyInAnyOrder("a", "b", "c");
    assertThat(principal.permissions()).containsExactly("p");
    assertThat(principal.claims()).containsEntry("scope", "s").doesNotContainKey("roles");
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "true", "{\"admin\":true}", "[1]", "[[\"admin\"]]", "[null]"})
  void refusesRolesThatAreNoTexts(String roles) {
    check(builder(), GOOD + ",\"roles\":" + roles, false);
    check(builder(), GOOD + ",\"scope\":" + roles, false);
  }

  @Test
  void keepsOtherClaimsAsText() {
    Principal principal =
        principal(
            builder(),
            "\"t\":\"x\",\"n\":7,\"b\":true,\"z\":null,\"o\":{\"k\":[1,\"2\"]},\"f\":1.5");

    assertThat(principal.claims())
        .containsEntry("t", "x")
        .containsEntry("n", "7")
        .containsEntry("b", "true")
        .containsEntry("o", "{\"k\":[1,\"2\"]}")
        .containsEntry("f", "1.5")
        .doesNotContainKeys("z", "sub");
  }

  private static JwtAuthenticatorBuilder builder() {
    return JwtAuthenticator.hmac(SECRET).clock(CLOCK);
  }

  private static Principal principal(JwtAuthenticatorBuilder builder, String more) {
    Authentication outcome =
        show(builder.build(), hs256(HS256_HEADER, "{" + GOOD + "," + more + "}"));
    return ((Authenticated) outcome).principal();
  }

  private static void check(JwtAuthenticatorBuilder builder, String claims, boolean good) {
    Authentication outcome = show(builder.build(), hs256(HS256_HEADER, "{" + claims + "}"));
    assertThat(outcome).as(claims).isInstanceOf(good ? Authenticated.class : Refused.class);
  }
}
