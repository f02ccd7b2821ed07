package dev.grapnel.testing.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.auth0.jwt.JWT;
import com.auth0.jwt.JWTVerifier;
import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.exceptions.AlgorithmMismatchException;
import com.auth0.jwt.exceptions.SignatureVerificationException;
import com.auth0.jwt.exceptions.TokenExpiredException;
import com.auth0.jwt.interfaces.DecodedJWT;
import dev.grapnel.core.security.Principal;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every token is read by java-jwt, as a service would. */
class TestTokensTest {

  private static final TestTokens HMAC = TestTokens.hmac();
  private static final TestTokens RSA = TestTokens.rsa();
  private static final TestTokens EC = TestTokens.ec();

  private final Principal ada =
      Principal.builder("ada")
          .addRole("staff")
          .addRole("auditor")
          .addPermission("crypto.delete_coin")
          .addClaim("tenant", "acme")
          .build();

  static List<TestTokens> all() {
    return List.of(HMAC, RSA, EC);
  }

  static List<TestTokens> pairs() {
    return List.of(RSA, EC);
  }

  @ParameterizedTest
  @MethodSource("all")
  void goodTokensSayWhoItIs(TestTokens tokens) {
    DecodedJWT token = verifier(tokens).verify(tokens.token(ada));

    assertThat(token.getSubject()).isEqualTo("ada");
    assertThat(token.getClaim("roles").asList(String.class)).containsExactly("auditor", "staff");
    assertThat(token.getClaim("permissions").asList(String.class))
        .containsExactly("crypto.delete_coin");
    assertThat(token.getClaim("tenant").asString()).isEqualTo("acme");
    assertThat(Duration.between(token.getIssuedAtAsInstant(), token.getExpiresAtAsInstant()))
        .isEqualTo(Duration.ofHours(1));
    assertThat(token.getIssuer()).isNull();
    assertThat(token.getAudience()).isNull();
  }

  @Test
  void aPrincipalWithoutRolesHasEmptyArrays() {
    DecodedJWT token = JWT.decode(HMAC.token(Principal.builder("bob").build()));

    assertThat(token.getClaim("roles").asList(String.class)).isEmpty();
    assertThat(token.getClaim("permissions").asList(String.class)).isEmpty();
  }

  @Test
  void issuerAndAudienceAreOfTheCopy() {
    TestTokens theirs = EC.issuer("https://id.test").audience("users");
    DecodedJWT token = verifier(EC).verify(theirs.token(ada));

    assertThat(token.getIssuer()).isEqualTo("https://id.test");
    assertThat(token.getAudience()).containsExactly("users");
    assertThat(theirs.publicKey()).isEqualTo(EC.publicKey());
    assertThat(JWT.decode(EC.token(ada)).getIssuer()).isNull();
  }

  @ParameterizedTest
  @MethodSource("all")
  void expiredTokensAreGoodButForTheirTime(TestTokens tokens) {
    assertThatExceptionOfType(TokenExpiredException.class)
        .isThrownBy(() -> verifier(tokens).verify(tokens.expired(ada)));
  }

  @Test
  void timesGoByTheClock() {
    Instant start = Instant.parse("2030-01-01T00:00:00Z");
    TestTokens tokens = EC.clock(() -> start);
    String token = tokens.token(ada);

    assertThat(JWT.decode(token).getIssuedAtAsInstant()).isEqualTo(start);
    verifierAt(start.plus(TestTokens.VALIDITY).minusSeconds(1)).verify(token);
    assertThatExceptionOfType(TokenExpiredException.class)
        .isThrownBy(() -> verifierAt(start.plus(TestTokens.VALIDITY)).verify(token));
    assertThatExceptionOfType(TokenExpiredException.class)
        .isThrownBy(() -> verifierAt(start).verify(tokens.expired(ada)));
  }

  @ParameterizedTest
  @MethodSource("all")
  void unsignedTokensAreRefused(TestTokens tokens) {
    String token = tokens.unsigned(ada);

    assertThat(JWT.decode(token).getAlgorithm()).isEqualTo("none");
    assertThat(token).endsWith(".");
    assertThatExceptionOfType(AlgorithmMismatchException.class)
        .isThrownBy(() -> verifier(tokens).verify(token));
  }

  @ParameterizedTest
  @MethodSource("all")
  void tokensSignedByAnotherNameTheRightKeyAndAreRefused(TestTokens tokens) {
    DecodedJWT token = JWT.decode(tokens.signedByAnother(ada));

    assertThat(token.getAlgorithm()).isEqualTo(JWT.decode(tokens.token(ada)).getAlgorithm());
    assertThat(token.getKeyId()).isEqualTo(JWT.decode(tokens.token(ada)).getKeyId());
    assertThatExceptionOfType(SignatureVerificationException.class)
        .isThrownBy(() -> verifier(tokens).verify(token));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void confusedTokensDeceiveWhoLetsThemChoose(TestTokens tokens) {
    String token = tokens.confused(ada);

    JWT.require(Algorithm.HMAC256(tokens.publicKeyPem())).build().verify(token);
    assertThatExceptionOfType(AlgorithmMismatchException.class)
        .isThrownBy(() -> verifier(tokens).verify(token));
  }

  @Test
  void keysAreNewEachTime() {
    assertThat(TestTokens.hmac().secret()).isNotEqualTo(HMAC.secret()).hasSize(64);
    assertThat(TestTokens.ec().publicKey()).isNotEqualTo(EC.publicKey());
  }

  @Test
  void whatIsNotThereIsToldAndWhatIsThereInstead() {
    assertThatIllegalStateException()
        .isThrownBy(RSA::secret)
        .withMessageContaining("RS256")
        .withMessageContaining("hmac()");
    assertThatIllegalStateException()
        .isThrownBy(HMAC::publicKey)
        .withMessageContaining("HS256")
        .withMessageContaining("rsa()")
        .withMessageNotContaining(HMAC.secret());
    assertThatIllegalStateException().isThrownBy(HMAC::publicKeyPem);
    assertThatIllegalStateException().isThrownBy(HMAC::jwks);
    assertThatIllegalStateException().isThrownBy(() -> HMAC.confused(ada));
  }

  @Test
  void claimsThatTheTokenMakesItselfAreRefused() {
    Principal odd = Principal.builder("ada").addClaim("exp", "0").build();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> HMAC.token(odd))
        .withMessageContaining("'exp'")
        .withMessageContaining("[aud, exp, iat, iss, permissions, roles, sub]");
  }

  private static JWTVerifier verifier(TestTokens tokens) {
    return JWT.require(algorithm(tokens)).build();
  }

  private static JWTVerifier verifierAt(Instant now) {
    var required = (JWTVerifier.BaseVerification) JWT.require(algorithm(EC));
    return required.build(Clock.fixed(now, ZoneOffset.UTC));
  }

  private static Algorithm algorithm(TestTokens tokens) {
    if (tokens == HMAC) {
      return Algorithm.HMAC256(tokens.secret());
    }
    return tokens == RSA
        ? Algorithm.RSA256((RSAPublicKey) tokens.publicKey())
        : Algorithm.ECDSA256((ECPublicKey) tokens.publicKey());
  }
}
