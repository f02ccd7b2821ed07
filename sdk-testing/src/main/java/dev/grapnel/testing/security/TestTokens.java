package dev.grapnel.testing.security;

import com.auth0.jwt.JWT;
import com.auth0.jwt.JWTCreator;
import com.auth0.jwt.algorithms.Algorithm;
import dev.grapnel.core.security.Principal;
import io.grpc.ClientInterceptor;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Issues JSON web tokens for services behind bearer authentication, good ones and forged ones.
 *
 * <p>Configure the service with {@link #secret()}, {@link #publicKeyPem()} or {@link #jwks()} and
 * show it what {@link #token(Principal)} returns. A token holds {@code sub}, the arrays of strings
 * {@code roles} and {@code permissions}, each claim of the principal as a string, {@code iat} and
 * {@code exp} an hour later, and {@code iss} and {@code aud} if they are given. Tokens of a key
 * pair name their key in the header, as {@code kid}. Immutable and thread-safe.
 *
 * <p>Needs {@code com.auth0:java-jwt} on the class path of the tests.
 */
public final class TestTokens {

  /** How long tokens are valid: an hour. */
  public static final Duration VALIDITY = Duration.ofHours(1);

  private static final Set<String> OWN_CLAIMS =
      Set.of("sub", "roles", "permissions", "iss", "aud", "iat", "exp");

  private final SigningKey key;
  private final @Nullable String issuer;
  private final @Nullable String audience;
  private final InstantSource clock;

  private TestTokens(
      SigningKey key, @Nullable String issuer, @Nullable String audience, InstantSource clock) {
    this.key = key;
    this.issuer = issuer;
    this.audience = audience;
    this.clock = clock;
  }

  /**
   * Creates tokens that are signed by HS256 with a random secret of 256 bits.
   *
   * @return the tokens
   */
  public static TestTokens hmac() {
    return of(SigningKey.Secret.create());
  }

  /**
   * Creates tokens that are signed by RS256 with a new key of 2048 bits.
   *
   * <p>Such a key takes a while to make, some tenths of a second: share it between tests, or use
   * {@link #ec()}.
   *
   * @return the tokens
   */
  public static TestTokens rsa() {
    return of(SigningKey.Rsa.create());
  }

  /**
   * Creates tokens that are signed by ES256 with a new key on P-256.
   *
   * @return the tokens
   */
  public static TestTokens ec() {
    return of(SigningKey.Ec.create());
  }

  private static TestTokens of(SigningKey key) {
    return new TestTokens(key, null, null, InstantSource.system());
  }

  /**
   * Returns these tokens with an issuer; none by default.
   *
   * @param name what {@code iss} says
   * @return a copy with the same key
   */
  public TestTokens issuer(String name) {
    return new TestTokens(key, name, audience, clock);
  }

  /**
   * Returns these tokens with an audience; none by default.
   *
   * @param name what {@code aud} says
   * @return a copy with the same key
   */
  public TestTokens audience(String name) {
    return new TestTokens(key, issuer, name, clock);
  }

  /**
   * Returns these tokens on another clock; the machine's by default.
   *
   * @param source what {@code iat} and {@code exp} go by, for example a {@code VirtualClock}; tell
   *     the service the same time
   * @return a copy with the same key
   */
  public TestTokens clock(InstantSource source) {
    return new TestTokens(key, issuer, audience, source);
  }

  /**
   * Returns the secret that the service shares.
   *
   * @return 64 letters and digits; the key is these characters in UTF-8
   * @throws IllegalStateException if the tokens are signed with a key pair
   */
  public String secret() {
    if (key instanceof SigningKey.Secret secret) {
      return secret.text();
    }
    throw new IllegalStateException(
        "tokens signed by " + key + " have no secret: expected TestTokens.hmac(), or publicKey()");
  }

  /**
   * Returns the key that the service verifies with.
   *
   * @return the public half of the key pair
   * @throws IllegalStateException if the tokens are signed with a secret
   */
  public PublicKey publicKey() {
    return pair().publicKey();
  }

  /**
   * Returns the public key as text.
   *
   * @return PEM, X.509
   * @throws IllegalStateException if the tokens are signed with a secret
   */
  public String publicKeyPem() {
    return PublicKeyText.pem(publicKey());
  }

  /**
   * Returns the key set that an identity provider would publish.
   *
   * @return JSON of one public key with its {@code kid}
   * @throws IllegalStateException if the tokens are signed with a secret
   */
  public String jwks() {
    return PublicKeyText.jwks(pair());
  }

  /**
   * Issues a good token.
   *
   * @param principal whom it is for
   * @return the token, without {@code Bearer}
   * @throws IllegalArgumentException if a claim of the principal has the name of one that the token
   *     itself makes
   */
  public String token(Principal principal) {
    return claims(principal, clock.instant()).sign(key.algorithm());
  }

  /**
   * Issues a token that ended an hour ago, good otherwise.
   *
   * @param principal whom it is for
   * @return the token
   */
  public String expired(Principal principal) {
    return claims(principal, clock.instant().minus(VALIDITY.multipliedBy(2))).sign(key.algorithm());
  }

  /**
   * Forges a token without signature, of the algorithm {@code none}.
   *
   * @param principal whom it pretends to be for
   * @return the token
   */
  public String unsigned(Principal principal) {
    return claims(principal, clock.instant()).sign(Algorithm.none());
  }

  /**
   * Forges a token that is signed with another key of the same kind and names the right one.
   *
   * @param principal whom it pretends to be for
   * @return the token
   */
  public String signedByAnother(Principal principal) {
    return claims(principal, clock.instant()).sign(key.another().algorithm());
  }

  /**
   * Forges a token for a service that lets the token choose the algorithm: it is signed by HS256
   * with {@link #publicKeyPem()}, which everybody knows, as the secret.
   *
   * @param principal whom it pretends to be for
   * @return the token
   * @throws IllegalStateException if the tokens are signed with a secret: there is nothing to
   *     confuse
   */
  public String confused(Principal principal) {
    return claims(principal, clock.instant()).sign(Algorithm.HMAC256(publicKeyPem()));
  }

  /**
   * Creates an interceptor that shows a token with each call, as {@code authorization: Bearer …}.
   *
   * <p>An interceptor and not call credentials, since it works on every channel, in process and
   * over plaintext too, and can be seen by other interceptors. A call that has the header already
   * keeps it, so that {@code stub.withInterceptors(bearer(forged))} wins over the one of the
   * channel.
   *
   * @param token the token; it need not be a good one
   * @return an interceptor for clients, for all call kinds
   */
  public static ClientInterceptor bearer(String token) {
    return new BearerInterceptor(token);
  }

  private SigningKey.Pair pair() {
    if (key instanceof SigningKey.Pair pair) {
      return pair;
    }
    throw new IllegalStateException(
        "tokens signed by " + key + " have no public key: expected TestTokens.rsa() or ec()");
  }

  private JWTCreator.Builder claims(Principal principal, Instant issuedAt) {
    JWTCreator.Builder claims = JWT.create();
    principal
        .claims()
        .forEach((name, value) -> claims.withClaim(requireFree(name, principal), value));
    if (key instanceof SigningKey.Pair pair) {
      claims.withKeyId(PublicKeyText.id(pair.publicKey()));
    }
    if (issuer != null) {
      claims.withIssuer(issuer);
    }
    if (audience != null) {
      claims.withAudience(audience);
    }
    return claims
        .withSubject(principal.id())
        .withArrayClaim("roles", sorted(principal.roles()))
        .withArrayClaim("permissions", sorted(principal.permissions()))
        .withIssuedAt(issuedAt)
        .withExpiresAt(issuedAt.plus(VALIDITY));
  }

  private static String requireFree(String name, Principal principal) {
    if (OWN_CLAIMS.contains(name)) {
      throw new IllegalArgumentException(
          "the principal %s has a claim '%s', which the token itself makes: expected none of %s"
              .formatted(principal.id(), name, OWN_CLAIMS.stream().sorted().toList()));
    }
    return name;
  }

  private static String[] sorted(Set<String> values) {
    return values.stream().sorted().toArray(String[]::new);
  }
}
