package dev.grapnel.interceptors.auth;

import com.fasterxml.jackson.databind.JsonNode;
import dev.grapnel.core.security.Principal;
import dev.grapnel.interceptors.auth.VerifiedTokens.Verified;
import io.grpc.Attributes;
import io.grpc.Metadata;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Authenticates calls by a JSON web token in {@code authorization: Bearer …}.
 *
 * <pre>{@code
 * JwtAuthenticator tokens =
 *     JwtAuthenticator.jwks(URI.create("https://login.example.com/.well-known/jwks.json"))
 *         .issuer("https://login.example.com/")
 *         .audience("orders")
 *         .build();
 * }</pre>
 *
 * <p>A call without that header, or with another scheme than {@code Bearer} in it, carries no
 * credential of this kind: others are asked. Two such headers, and every token that breaks a rule,
 * are refused:
 *
 * <ul>
 *   <li>three parts of base64url, 8 KiB at most; header and payload are JSON objects without
 *       duplicate names, nested 8 deep at most;
 *   <li>{@code alg} is one that is configured, checked before a key is chosen; each key has one
 *       algorithm; {@code crit} and {@code b64: false} are refused; {@code jku}, {@code x5u},
 *       {@code jwk} and {@code x5c} are ignored;
 *   <li>the signature is good;
 *   <li>{@code exp} is there and to come; {@code nbf} and {@code iat} are past; leeway is 30
 *       seconds by default; from {@code iat} (or now) to {@code exp} a day at most by default;
 *   <li>{@code iss} and {@code aud} hold what is configured; a token with an {@code aud} is refused
 *       if no audience is configured (RFC 7519, 4.1.3);
 *   <li>{@code sub} is 1 to 256 characters.
 * </ul>
 *
 * <p>The {@link Principal} has the subject as its id, roles and permissions from the claims named
 * by the builder, and all other claims as text: arrays and objects as JSON.
 *
 * <p>What was read out of a good token is remembered, up to 4 MiB of tokens: its signature is
 * checked once, its times and whether its key is still accepted with every call.
 *
 * <p>Needs {@code com.auth0:java-jwt} on the class path, and {@code com.auth0:jwks-rsa} for {@link
 * #jwks(URI)}. Thread-safe; never blocks a call.
 */
public final class JwtAuthenticator implements Authenticator, AutoCloseable {

  private static final int LONGEST_TOKEN = 8192;

  private final Map<String, JwtAlgorithm> algorithms = new LinkedHashMap<>();
  private final VerifiedTokens verified = new VerifiedTokens();
  private final VerificationKeys keys;
  private final @Nullable String type;
  private final ClaimChecks checks;
  private final ClaimMapping mapping;

  JwtAuthenticator(
      VerificationKeys keys, @Nullable String type, ClaimChecks checks, ClaimMapping mapping) {
    this.keys = keys;
    this.type = type;
    this.checks = checks;
    this.mapping = mapping;
    keys.algorithms().forEach(algorithm -> algorithms.put(algorithm.name(), algorithm));
  }

  /**
   * Begins an authenticator for tokens that are signed with a shared secret, by HS256 unless told
   * otherwise.
   *
   * @param secret random text; the key is its characters in UTF-8, at least 32 bytes of them
   * @return a builder
   */
  public static JwtAuthenticatorBuilder hmac(String secret) {
    return JwtAuthenticatorBuilder.secret(secret);
  }

  /**
   * Begins an authenticator for tokens that are signed with one key pair: by RS256 unless told
   * otherwise, or by the EC algorithm of the key's curve.
   *
   * @param key its public half, RSA or EC
   * @return a builder
   */
  public static JwtAuthenticatorBuilder publicKey(PublicKey key) {
    return JwtAuthenticatorBuilder.publicKey(() -> key);
  }

  /**
   * Begins an authenticator like {@link #publicKey(PublicKey)}.
   *
   * @param pem the public key as text, with {@code BEGIN PUBLIC KEY}
   * @return a builder
   */
  public static JwtAuthenticatorBuilder pem(String pem) {
    return JwtAuthenticatorBuilder.publicKey(() -> PublicKeyPem.parse("the text", pem));
  }

  /**
   * Begins an authenticator like {@link #publicKey(PublicKey)}.
   *
   * @param file a file with the public key, with {@code BEGIN PUBLIC KEY}; read once, by {@code
   *     build()}
   * @return a builder
   */
  public static JwtAuthenticatorBuilder pem(Path file) {
    return JwtAuthenticatorBuilder.publicKey(() -> PublicKeyPem.read(file));
  }

  /**
   * Begins an authenticator that fetches the public keys of an identity provider and follows their
   * rotation; RS256 and ES256 are accepted unless told otherwise.
   *
   * <p>{@code build()} begins to fetch, on a daemon thread: every 5 minutes, and at once when a
   * token names a key that is not known, once in 30 seconds at most. A failed fetch is tried again
   * after 1 second, then 2, 4 and so on up to a minute, while the last good keys are kept for 24
   * hours. A key that is no longer in the set is no longer accepted. Until the first keys are
   * there, and for a token with an unknown key while a fetch is under way, calls get {@link
   * Authentication.Unavailable}.
   *
   * <p>A fetch takes 3 seconds at most, follows no redirects, and takes 256 KiB and 100 keys at
   * most. A key without {@code alg} is for the first accepted algorithm of its type.
   *
   * @param uri where the key set is: {@code https}; {@code http} for loopback only
   * @return a builder
   */
  public static JwtAuthenticatorBuilder jwks(URI uri) {
    return JwtAuthenticatorBuilder.keySet(uri);
  }

  @Override
  public Authentication authenticate(Metadata headers, Attributes attributes) {
    try {
      String token = BearerScheme.token(headers);
      return token == null
          ? Authentication.absent()
          : new Authentication.Authenticated(verify(token));
    } catch (Rejection rejection) {
      return rejection.outcome();
    }
  }

  /**
   * Tells when the first keys are there; at once without a key set.
   *
   * @return completes with nothing; fails with {@link IllegalStateException} when the authenticator
   *     is closed before
   */
  public CompletionStage<Void> keysReady() {
    return keys.ready();
  }

  /**
   * Waits for the first keys, for use when a server starts; never on a call's thread.
   *
   * @param timeout how long to wait at most
   * @return whether there are keys
   * @throws InterruptedException if the thread is interrupted meanwhile
   */
  public boolean awaitKeys(Duration timeout) throws InterruptedException {
    try {
      long nanos = TimeUnit.NANOSECONDS.convert(timeout);
      keys.ready().toCompletableFuture().get(nanos, TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException | ExecutionException e) {
      return false;
    }
  }

  /** Stops fetching keys; those that are known stay good for 24 hours. */
  @Override
  public void close() {
    keys.close();
  }

  private Principal verify(String token) {
    Verified known = verified.find(token);
    if (known != null && keys.find(known.algorithm(), known.keyId()) == known.key()) {
      checks.check(known.claims());
      return known.principal();
    }
    Verified read = read(token);
    verified.add(token, read);
    return read.principal();
  }

  private Verified read(String token) {
    if (token.length() > LONGEST_TOKEN) {
      throw Rejection.refused("the token is longer than " + LONGEST_TOKEN + " characters");
    }
    CompactToken parts = CompactToken.parse(token);
    TokenHeader header = TokenHeader.parse(parts.header());
    JwtAlgorithm algorithm = algorithms.get(header.algorithm());
    if (algorithm == null) {
      throw Rejection.refused("the token's algorithm is not one of " + algorithms.keySet());
    }
    if (type != null && !isType(header.type(), type)) {
      throw Rejection.refused("the token's type is not " + type);
    }
    VerificationKey key = keys.find(algorithm, header.keyId());
    if (!key.verifies(parts)) {
      throw Rejection.refused("the token's signature is wrong");
    }
    JsonNode claims = claims(parts.payload());
    checks.check(claims);
    return new Verified(algorithm, header.keyId(), key, claims, mapping.principal(claims));
  }

  /** RFC 7515, 4.1.9: a media type, usually without its {@code application/}. */
  private static boolean isType(@Nullable String actual, String expected) {
    return actual != null
        && (actual.equalsIgnoreCase(expected)
            || actual.equalsIgnoreCase("application/" + expected));
  }

  private static JsonNode claims(String payload) {
    try {
      return StrictJson.object(Base64.getUrlDecoder().decode(payload));
    } catch (IOException e) {
      throw Rejection.refused("the token's payload is no proper JSON object");
    }
  }
}
