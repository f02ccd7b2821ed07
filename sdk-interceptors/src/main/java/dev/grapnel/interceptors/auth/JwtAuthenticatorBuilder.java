package dev.grapnel.interceptors.auth;

import dev.grapnel.core.config.ConfigException;
import dev.grapnel.core.config.OptionalLibrary;
import dev.grapnel.core.lifecycle.Ticker;
import java.net.URI;
import java.security.PublicKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Builds a {@link JwtAuthenticator}. Not thread-safe. */
public final class JwtAuthenticatorBuilder {

  /** How far clocks may be apart unless told otherwise: 30 seconds. */
  public static final Duration DEFAULT_LEEWAY = Duration.ofSeconds(30);

  /** The most that clocks may be apart: 60 seconds. */
  public static final Duration MAX_LEEWAY = Duration.ofSeconds(60);

  /** How long tokens may be valid unless told otherwise: 24 hours. */
  public static final Duration DEFAULT_MAX_LIFETIME = Duration.ofHours(24);

  private final Source source;
  private List<JwtAlgorithm> algorithms = List.of();
  private @Nullable String issuer;
  private @Nullable String audience;
  private @Nullable String type;
  private Duration leeway = DEFAULT_LEEWAY;
  private Duration maxLifetime = DEFAULT_MAX_LIFETIME;
  private InstantSource clock = InstantSource.system();
  private List<String> roleClaims = List.of("roles");
  private List<String> permissionClaims = List.of("permissions", "scope");
  private Ticker ticker = Ticker.system();
  private @Nullable ScheduledExecutorService scheduler;

  /** Makes keys of the settings, or says what is wrong with both. */
  @FunctionalInterface
  private interface Source {

    VerificationKeys open(JwtAuthenticatorBuilder settings);
  }

  private JwtAuthenticatorBuilder(Source source) {
    this.source = source;
  }

  static JwtAuthenticatorBuilder secret(String text) {
    return new JwtAuthenticatorBuilder(settings -> FixedKey.secret(text, settings.algorithms));
  }

  static JwtAuthenticatorBuilder publicKey(Supplier<PublicKey> key) {
    return new JwtAuthenticatorBuilder(
        settings -> FixedKey.publicKey(key.get(), settings.algorithms));
  }

  static JwtAuthenticatorBuilder keySet(URI uri) {
    return new JwtAuthenticatorBuilder(
        settings ->
            JwksKeys.of(
                JwksHttp.at(uri, JwksHttp.DEFAULT_TIMEOUT),
                JwksReader.accepting(settings.algorithms),
                settings.ticker,
                settings.scheduler));
  }

  /**
   * Sets what tokens may be signed with, in place of the defaults.
   *
   * @param accepted one algorithm for one key; for a key set one or more, and none with a shared
   *     secret
   * @return this builder
   */
  public JwtAuthenticatorBuilder algorithms(JwtAlgorithm... accepted) {
    algorithms = List.of(accepted);
    return this;
  }

  /**
   * Sets who has to have issued tokens; anybody by default.
   *
   * @param name what {@code iss} has to be, exactly
   * @return this builder
   */
  public JwtAuthenticatorBuilder issuer(String name) {
    issuer = name;
    return this;
  }

  /**
   * Sets whom tokens have to be for; by default they must not name anybody.
   *
   * @param name what {@code aud} has to be, or to hold among others, exactly
   * @return this builder
   */
  public JwtAuthenticatorBuilder audience(String name) {
    audience = name;
    return this;
  }

  /**
   * Sets what tokens have to be; anything by default.
   *
   * @param name what {@code typ} in the header has to be in letters of any case, with or without
   *     {@code application/} before it; for example {@code at+jwt} (RFC 9068)
   * @return this builder
   */
  public JwtAuthenticatorBuilder type(String name) {
    type = name;
    return this;
  }

  /**
   * Sets how far the clocks of issuer and server may be apart; {@link #DEFAULT_LEEWAY} by default.
   *
   * @param duration from zero to {@link #MAX_LEEWAY}
   * @return this builder
   */
  public JwtAuthenticatorBuilder leeway(Duration duration) {
    leeway = duration;
    return this;
  }

  /**
   * Sets how long tokens may be valid; {@link #DEFAULT_MAX_LIFETIME} by default.
   *
   * @param duration the most between {@code iat}, or now if there is none, and {@code exp}; above
   *     zero
   * @return this builder
   */
  public JwtAuthenticatorBuilder maxLifetime(Duration duration) {
    maxLifetime = duration;
    return this;
  }

  /**
   * Sets the clock; the machine's by default.
   *
   * @param source what the times in tokens are compared with
   * @return this builder
   */
  public JwtAuthenticatorBuilder clock(InstantSource source) {
    clock = source;
    return this;
  }

  /**
   * Sets where roles are; in {@code roles} by default.
   *
   * @param names claims that hold an array of texts, or one text with spaces between the names
   * @return this builder
   */
  public JwtAuthenticatorBuilder roleClaims(String... names) {
    roleClaims = List.of(names);
    return this;
  }

  /**
   * Sets where permissions are; in {@code permissions} and OAuth's {@code scope} by default, all
   * together.
   *
   * @param names claims that hold an array of texts, or one text with spaces between the names
   * @return this builder
   */
  public JwtAuthenticatorBuilder permissionClaims(String... names) {
    permissionClaims = List.of(names);
    return this;
  }

  /** For tests: the time that key sets go by. */
  JwtAuthenticatorBuilder time(Ticker elapsed, ScheduledExecutorService later) {
    ticker = elapsed;
    scheduler = later;
    return this;
  }

  /**
   * Builds the authenticator; one with a key set begins to fetch it, and is to be closed.
   *
   * @return the authenticator
   * @throws ConfigException if a key is weak, unreadable or not for its algorithm, or a setting out
   *     of range; tells all at once and shows no key
   */
  public JwtAuthenticator build() {
    List<String> problems = new ArrayList<>();
    if (leeway.isNegative() || leeway.compareTo(MAX_LEEWAY) > 0) {
      problems.add("the leeway is %s: expected PT0S to %s".formatted(leeway, MAX_LEEWAY));
    }
    if (maxLifetime.isNegative() || maxLifetime.isZero()) {
      problems.add("the maxLifetime is " + maxLifetime + ": expected a time above zero");
    }
    VerificationKeys keys = open(problems);
    ConfigException.throwIfAny(problems);
    keys.start();
    return new JwtAuthenticator(
        keys,
        type,
        new ClaimChecks(issuer, audience, leeway, maxLifetime, clock),
        new ClaimMapping(roleClaims, permissionClaims));
  }

  private VerificationKeys open(List<String> problems) {
    try {
      return OptionalLibrary.using(
          "com.auth0:java-jwt (and com.auth0:jwks-rsa for key sets)", () -> source.open(this));
    } catch (ConfigException e) {
      problems.addAll(e.problems());
      throw new ConfigException(problems);
    } catch (IllegalArgumentException e) {
      problems.add(String.valueOf(e.getMessage()));
      throw new ConfigException(problems);
    }
  }
}
