package dev.grapnel.interceptors.auth;

import static dev.grapnel.interceptors.auth.RawTokens.show;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.core.security.Principal;
import dev.grapnel.interceptors.auth.Authentication.Authenticated;
import dev.grapnel.testing.security.TestTokens;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

/** Whatever is sent: no exception, and nothing but a good token is good. */
class TokenPropertyTest {

  private static final Principal ANA = Principal.builder("ana").addRole("reader").build();
  private static final List<TestTokens> TOKENS =
      List.of(TestTokens.hmac(), TestTokens.rsa(), TestTokens.ec());
  private static final List<String> GOOD =
      TOKENS.stream().map(tokens -> tokens.token(ANA)).toList();
  private static final List<JwtAuthenticator> AUTHENTICATORS =
      List.of(
          JwtAuthenticator.hmac(TOKENS.get(0).secret()).build(),
          JwtAuthenticator.publicKey(TOKENS.get(1).publicKey()).build(),
          JwtAuthenticator.publicKey(TOKENS.get(2).publicKey()).build());

  enum Mutation {
    REPLACE,
    INSERT,
    DELETE,
    SWAP,
    CUT,
    REPEAT
  }

  @Property(tries = 1500)
  void noMutatedTokenIsAccepted(
      @ForAll @IntRange(max = 2) int kind,
      @ForAll Mutation mutation,
      @ForAll("characters") char character,
      @ForAll @IntRange(max = 10_000) int position) {
    String good = GOOD.get(kind);
    String mutated = mutate(good, mutation, character, position % good.length());

    Authentication outcome = show(AUTHENTICATORS.get(kind), mutated);

    if (withoutBlanksBefore(mutated).equals(good)) {
      assertThat(outcome).isInstanceOf(Authenticated.class);
    } else {
      assertThat(outcome).as(mutated).isNotInstanceOf(Authenticated.class);
    }
  }

  @Property(tries = 300)
  void noTextIsAccepted(@ForAll @StringLength(max = 300) String text) {
    for (JwtAuthenticator authenticator : AUTHENTICATORS) {
      assertThat(show(authenticator, text)).isNotInstanceOf(Authenticated.class);
    }
  }

  /** Signed with the right key, so that the claims themselves are read. */
  @Property(tries = 1000)
  void noPayloadMakesItThrow(
      @ForAll("json") String header, @ForAll @Size(max = 4) List<@From("json") String> claims) {
    String payload = "{" + String.join(",", claims) + "}";
    JwtAuthenticator authenticator = JwtAuthenticator.hmac(RawTokens.SECRET).build();

    Authentication outcome =
        show(authenticator, RawTokens.hs256("{\"alg\":\"HS256\"," + header + "}", payload));
    Authentication plain = show(authenticator, RawTokens.hs256(RawTokens.HS256_HEADER, payload));

    assertThat(List.of(outcome, plain)).doesNotContainNull();
  }

  @Provide
  Arbitrary<Character> characters() {
    return Arbitraries.oneOf(
        Arbitraries.chars().alpha().numeric().with('-', '_', '.', '=', '+', '/'),
        Arbitraries.chars().ascii());
  }

  @Provide
  Arbitrary<String> json() {
    Arbitrary<String> names =
        Arbitraries.of(
            "sub", "exp", "nbf", "iat", "iss", "aud", "roles", "scope", "kid", "typ", "crit", "alg",
            "b64", "x");
    Arbitrary<String> values =
        Arbitraries.of(
            "1",
            "-1",
            "1e400",
            "99999999999",
            "\"ana\"",
            "\"\"",
            "null",
            "true",
            "[]",
            "{}",
            "[\"a\"]",
            "[[[[[[[[[]]]]]]]]]",
            "{\"a\":{\"b\":1}}",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "1.5",
            "NaN",
            "\"x",
            "}");
    return names.flatMap(name -> values.map(value -> "\"" + name + "\":" + value));
  }

  /** RFC 9110, 11.4: any number of blanks stands between the scheme and the token. */
  private static String withoutBlanksBefore(String text) {
    return text.replaceFirst("^ +", "");
  }

  private static String mutate(String good, Mutation mutation, char character, int at) {
    String before = good.substring(0, at);
    String after = good.substring(at + 1);
    return switch (mutation) {
      case REPLACE -> before + character + after;
      case INSERT -> before + character + good.substring(at);
      case DELETE -> before + after;
      case SWAP ->
          after.isEmpty()
              ? before
              : before + after.charAt(0) + good.charAt(at) + after.substring(1);
      case CUT -> before;
      case REPEAT -> good + good.substring(at);
    };
  }
}
