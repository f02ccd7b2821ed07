package dev.grapnel.interceptors.auth;

import static dev.grapnel.interceptors.auth.RawTokens.SECRET;
import static dev.grapnel.interceptors.auth.RawTokens.show;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.throwable;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import dev.grapnel.core.config.ConfigException;
import dev.grapnel.core.security.Principal;
import dev.grapnel.interceptors.auth.Authentication.Authenticated;
import dev.grapnel.interceptors.auth.Authentication.Refused;
import dev.grapnel.testing.security.TestTokens;
import dev.grapnel.testing.time.VirtualClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which keys are taken, and for which algorithms. */
class VerificationKeyTest {

  private static final Principal ANA = Principal.builder("ana").build();
  private static final String CLAIMS = "{\"sub\":\"ana\",\"exp\":1893459600}";

  @ParameterizedTest
  @CsvSource({"HS256, HmacSHA256, 32", "HS384, HmacSHA384, 48", "HS512, HmacSHA512, 64"})
  void takesSecretsOfTheLengthOfTheHash(JwtAlgorithm algorithm, String jdkName, int bytes) {
    String secret = "s".repeat(bytes);
    String token = RawTokens.hmac(jdkName, secret, "{\"alg\":\"" + algorithm + "\"}", CLAIMS);
    var builder = JwtAuthenticator.hmac(secret).algorithms(algorithm).clock(clock());

    assertThat(show(builder.build(), token)).isInstanceOf(Authenticated.class);

    String weak = "s".repeat(bytes - 1);
    assertProblem(JwtAuthenticator.hmac(weak).algorithms(algorithm))
        .hasMessageContaining("%d bytes: expected %d".formatted(bytes - 1, bytes))
        .hasMessageNotContaining(weak);
  }

  @Test
  void measuresSecretsInUtf8() {
    assertThat(JwtAuthenticator.hmac("é".repeat(16)).build()).isNotNull();
  }

  @Test
  void takesNoPublicKeyAsSecret() {
    assertProblem(JwtAuthenticator.hmac(TestTokens.ec().publicKeyPem()))
        .hasMessageContaining("JwtAuthenticator.pem");
  }

  @ParameterizedTest
  @CsvSource({
    "RS256, SHA256withRSA",
    "RS384, SHA384withRSA",
    "RS512, SHA512withRSA",
  })
  void takesEachRsaAlgorithm(JwtAlgorithm algorithm, String jdkName) {
    KeyPair keys = Rsa.KEYS;
    String token = RawTokens.signed(jdkName, keys, "{\"alg\":\"" + algorithm + "\"}", CLAIMS);
    var builder = JwtAuthenticator.publicKey(keys.getPublic()).clock(clock());

    assertThat(show(builder.algorithms(algorithm).build(), token))
        .isInstanceOf(Authenticated.class);
    assertThat(show(builder.algorithms(JwtAlgorithm.PS256).build(), token))
        .isInstanceOf(Refused.class);
  }

  @ParameterizedTest
  @CsvSource({"PS256", "PS384", "PS512"})
  void takesEachPssAlgorithm(JwtAlgorithm algorithm) {
    KeyPair keys = Rsa.KEYS;
    String token = pss(algorithm, keys);
    var builder = JwtAuthenticator.publicKey(keys.getPublic()).clock(clock());

    assertThat(show(builder.algorithms(algorithm).build(), token))
        .isInstanceOf(Authenticated.class);
    assertThat(show(builder.algorithms(JwtAlgorithm.RS256).build(), token))
        .isInstanceOf(Refused.class);
  }

  @ParameterizedTest
  @CsvSource({
    "ES256, secp256r1, SHA256withECDSAinP1363Format",
    "ES384, secp384r1, SHA384withECDSAinP1363Format",
    "ES512, secp521r1, SHA512withECDSAinP1363Format",
  })
  void choosesTheAlgorithmOfTheCurve(JwtAlgorithm algorithm, String curve, String jdkName) {
    KeyPair keys = RawTokens.ec(curve);
    String token = RawTokens.signed(jdkName, keys, "{\"alg\":\"" + algorithm + "\"}", CLAIMS);
    var builder = JwtAuthenticator.publicKey(keys.getPublic()).clock(clock());

    assertThat(show(builder.build(), token)).isInstanceOf(Authenticated.class);

    JwtAlgorithm other = algorithm == JwtAlgorithm.ES256 ? JwtAlgorithm.ES384 : JwtAlgorithm.ES256;
    assertProblem(builder.algorithms(other)).hasMessageContaining("another curve than " + other);
  }

  /** CVE-2022-21449: a signature of zeros was good for every message. */
  @Test
  void refusesSignaturesOfZeros() {
    KeyPair keys = RawTokens.ec("secp256r1");
    var authenticator = JwtAuthenticator.publicKey(keys.getPublic()).clock(clock()).build();
    String signed = RawTokens.encode("{\"alg\":\"ES256\"}") + "." + RawTokens.encode(CLAIMS) + ".";

    for (int length : new int[] {1, 63, 64, 65, 96}) {
      String token = signed + RawTokens.encode(new byte[length]);
      assertThat(show(authenticator, token)).isInstanceOf(Refused.class);
    }
  }

  @Test
  void takesNoWeakOrForeignKeys() throws Exception {
    KeyPair ed = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();

    assertProblem(JwtAuthenticator.publicKey(RawTokens.rsa(1024).getPublic()))
        .hasMessageContaining("1024 bits: expected 2048 to 8192");
    assertProblem(JwtAuthenticator.publicKey(ed.getPublic())).hasMessageContaining("EdDSA");
    assertProblem(JwtAuthenticator.publicKey(Rsa.KEYS.getPublic()).algorithms(JwtAlgorithm.ES256))
        .hasMessageContaining("RSA: expected one for ES256");
    assertProblem(JwtAuthenticator.publicKey(Rsa.KEYS.getPublic()).algorithms(JwtAlgorithm.HS256))
        .hasMessageContaining("expected one for HS256");
    assertProblem(JwtAuthenticator.hmac(SECRET).algorithms(JwtAlgorithm.RS256))
        .hasMessageContaining("expected HS256, HS384 or HS512");
    assertProblem(
            JwtAuthenticator.publicKey(Rsa.KEYS.getPublic())
                .algorithms(JwtAlgorithm.RS256, JwtAlgorithm.PS256))
        .hasMessageContaining("expected one");
  }

  @Test
  void readsPem(@TempDir Path folder) throws Exception {
    for (TestTokens tokens : new TestTokens[] {TestTokens.rsa(), TestTokens.ec()}) {
      Path file = Files.writeString(folder.resolve("key.pem"), tokens.publicKeyPem());
      String crlf = tokens.publicKeyPem().replace("\n", "\r\n");

      assertThat(show(JwtAuthenticator.pem(file).build(), tokens.token(ANA)))
          .isInstanceOf(Authenticated.class);
      assertThat(show(JwtAuthenticator.pem("note\n" + crlf).build(), tokens.token(ANA)))
          .isInstanceOf(Authenticated.class);
    }
  }

  @Test
  void saysWhatIsWrongWithPem(@TempDir Path folder) throws Exception {
    Path missing = folder.resolve("missing.pem");
    String privateKey = "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n";
    Path wrong = Files.writeString(folder.resolve("wrong.pem"), privateKey);
    String garbage = "-----BEGIN PUBLIC KEY-----\nc2VjcmV0\n-----END PUBLIC KEY-----\n";

    assertProblem(JwtAuthenticator.pem(missing)).hasMessageContaining(missing.toString());
    assertProblem(JwtAuthenticator.pem(wrong))
        .hasMessageContaining("BEGIN PUBLIC KEY")
        .hasMessageNotContaining("c2VjcmV0");
    assertProblem(JwtAuthenticator.pem(garbage))
        .hasMessageContaining("cannot be read")
        .hasMessageNotContaining("c2VjcmV0");
  }

  @Test
  void tellsAllProblemsAtOnce() {
    var builder =
        JwtAuthenticator.hmac("short-secret")
            .leeway(Duration.ofSeconds(61))
            .maxLifetime(Duration.ZERO);

    assertThatThrownBy(builder::build)
        .asInstanceOf(throwable(ConfigException.class))
        .satisfies(thrown -> assertThat(thrown.problems()).hasSize(3))
        .hasMessageNotContaining("short-secret");
    assertProblem(JwtAuthenticator.hmac(SECRET).leeway(Duration.ofSeconds(-1)))
        .hasMessageContaining("leeway");
  }

  /** By java-jwt itself: the JDK's own name for it takes parameters. */
  private static String pss(JwtAlgorithm algorithm, KeyPair keys) {
    RSAPublicKey publicKey = (RSAPublicKey) keys.getPublic();
    RSAPrivateKey privateKey = (RSAPrivateKey) keys.getPrivate();
    Algorithm signer =
        switch (algorithm) {
          case PS256 -> Algorithm.RSA256PSS(publicKey, privateKey);
          case PS384 -> Algorithm.RSA384PSS(publicKey, privateKey);
          default -> Algorithm.RSA512PSS(publicKey, privateKey);
        };
    return JWT.create()
        .withSubject("ana")
        .withExpiresAt(VirtualClock.DEFAULT_START.plusSeconds(60))
        .sign(signer);
  }

  private static VirtualClock clock() {
    return VirtualClock.create();
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> assertProblem(
      JwtAuthenticatorBuilder builder) {
    return assertThatThrownBy(builder::build).isInstanceOf(ConfigException.class);
  }

  /** Takes a while to make. */
  private static final class Rsa {
    static final KeyPair KEYS = RawTokens.rsa(2048);
  }
}
