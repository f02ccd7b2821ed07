package dev.grapnel.interceptors.auth;

import static dev.grapnel.interceptors.auth.RawTokens.HS256_HEADER;
import static dev.grapnel.interceptors.auth.RawTokens.SECRET;
import static dev.grapnel.interceptors.auth.RawTokens.authorization;
import static dev.grapnel.interceptors.auth.RawTokens.hs256;
import static dev.grapnel.interceptors.auth.RawTokens.show;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.core.security.Principal;
import dev.grapnel.interceptors.auth.Authentication.Authenticated;
import dev.grapnel.interceptors.auth.Authentication.Refused;
import dev.grapnel.testing.security.TestTokens;
import io.grpc.Attributes;
import io.grpc.Metadata;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JwtAuthenticatorTest {

  private static final Principal ANA =
      Principal.builder("ana")
          .addRole("staff")
          .addPermission("notes.delete")
          .addClaim("tenant", "acme")
          .build();

  private static final TestTokens HMAC = TestTokens.hmac();
  private static final TestTokens RSA = TestTokens.rsa();
  private static final TestTokens EC = TestTokens.ec();

  private static JwtAuthenticator authenticator(TestTokens tokens) {
    return (tokens == HMAC
            ? JwtAuthenticator.hmac(tokens.secret())
            : JwtAuthenticator.publicKey(tokens.publicKey()))
        .build();
  }

  static Stream<TestTokens> tokens() {
    return Stream.of(HMAC, RSA, EC);
  }

  static Stream<TestTokens> pairs() {
    return Stream.of(RSA, EC);
  }

  @ParameterizedTest
  @MethodSource("tokens")
  void knowsThePrincipalOfAGoodToken(TestTokens tokens) {
    Authentication found = show(authenticator(tokens), tokens.token(ANA));

    assertThat(found).isInstanceOf(Authenticated.class);
    Principal principal = ((Authenticated) found).principal();
    assertThat(principal.id()).isEqualTo("ana");
    assertThat(principal.roles()).containsExactly("staff");
    assertThat(principal.permissions()).containsExactly("notes.delete");
    assertThat(principal.claims())
        .containsEntry("tenant", "acme")
        .containsOnlyKeys("tenant", "iat", "exp");
  }

  @ParameterizedTest
  @MethodSource("tokens")
  void refusesEveryForgery(TestTokens tokens) {
    JwtAuthenticator authenticator = authenticator(tokens);

    assertRefused(show(authenticator, tokens.expired(ANA)), "expired");
    assertRefused(show(authenticator, tokens.unsigned(ANA)), "part of the token is empty");
    assertRefused(show(authenticator, tokens.signedByAnother(ANA)), "signature");
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void refusesASecretMadeOfThePublicKey(TestTokens tokens) {
    JwtAuthenticator authenticator = authenticator(tokens);

    assertRefused(show(authenticator, tokens.confused(ANA)), "algorithm");
  }

  @Test
  void refusesTheAlgorithmNoneHoweverItIsWritten() {
    for (String none : new String[] {"none", "None", "NONE", "nOnE", "", "hs256", "HS256 "}) {
      String header = "{\"alg\":\"" + none + "\"}";
      assertRefused(show(hs(), hs256(header, good(""))), "algorithm");
    }
  }

  @Test
  void refusesOtherAlgorithmsOfTheSameFamily() {
    String header = "{\"alg\":\"HS512\"}";
    String token = RawTokens.hmac("HmacSHA512", SECRET, header, good(""));

    assertRefused(show(hs(), token), "algorithm");
  }

  @Test
  void takesOneBearerHeaderInAnyCase() {
    String token = hs256(HS256_HEADER, good(""));

    for (String scheme : new String[] {"Bearer ", "bearer ", "BEARER ", "Bearer   "}) {
      assertThat(show(authorization(scheme + token))).isInstanceOf(Authenticated.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic YW5hOnB3", "", "Bearertoken", "Bearer\tx", "Negotiate Bearer x"})
  void leavesOtherSchemesToOthers(String value) {
    assertThat(show(authorization(value))).isSameAs(Authentication.absent());
  }

  @Test
  void leavesCallsWithoutHeaderToOthers() {
    assertThat(show(new Metadata())).isSameAs(Authentication.absent());
  }

  @Test
  void refusesTwoHeaders() {
    String token = hs256(HS256_HEADER, good(""));

    assertRefused(show(authorization("Bearer " + token, "Bearer " + token)), "more than one");
    assertRefused(show(authorization("Basic x", "Bearer " + token)), "more than one");
    assertRefused(show(authorization("Bearer " + token + ", Bearer " + token)), "three parts");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer", "Bearer ", "bearer    "})
  void refusesABearerWithoutToken(String value) {
    assertRefused(show(authorization(value)), "no token");
  }

  @Test
  void refusesALongTokenHoweverGood() {
    String longest = "\"x\":\"" + "y".repeat(5900) + "\",";
    String longer = "\"x\":\"" + "y".repeat(6200) + "\",";

    assertThat(show(hs(), hs256(HS256_HEADER, good(longest)))).isInstanceOf(Authenticated.class);
    assertRefused(show(hs(), hs256(HS256_HEADER, good(longer))), "longer than 8192");
  }

  @Test
  void tellsNothingOfTheTokenInItsReasons() {
    String token = HMAC.signedByAnother(ANA);
    Refused refused = (Refused) show(authenticator(HMAC), token);

    assertThat(refused.reason()).doesNotContain("ana").doesNotContain(token.substring(0, 10));
  }

  @Test
  void hasItsKeyAtOnceAndNothingToClose() throws Exception {
    try (JwtAuthenticator authenticator = hs()) {
      assertThat(authenticator.awaitKeys(java.time.Duration.ZERO)).isTrue();
      assertThat(authenticator.keysReady().toCompletableFuture()).isCompleted();
    }
    JwtAuthenticator closed = hs();
    closed.close();
    assertThat(show(closed, hs256(HS256_HEADER, good("")))).isInstanceOf(Authenticated.class);
  }

  private static JwtAuthenticator hs() {
    return JwtAuthenticator.hmac(SECRET).build();
  }

  private static Authentication show(Metadata headers) {
    return hs().authenticate(headers, Attributes.EMPTY);
  }

  private static Authentication show(Authenticator authenticator, String token) {
    return RawTokens.show(authenticator, token);
  }

  private static String good(String more) {
    long end = java.time.Instant.now().getEpochSecond() + 60;
    return "{" + more + "\"sub\":\"ana\",\"exp\":" + end + "}";
  }

  private static void assertRefused(Authentication outcome, String part) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.reason()).contains(part));
  }
}
