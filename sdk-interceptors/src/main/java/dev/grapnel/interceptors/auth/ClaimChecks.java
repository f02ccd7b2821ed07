package dev.grapnel.interceptors.auth;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Says whether a token that is signed well is meant for us, now.
 *
 * @param issuer what {@code iss} has to be, if anything
 * @param audience whom it has to be for; without one, a token for a certain audience is not for us
 * @param leeway how far clocks may be apart
 * @param maxLifetime how long a token may be valid
 * @param clock the time
 */
record ClaimChecks(
    @Nullable String issuer,
    @Nullable String audience,
    Duration leeway,
    Duration maxLifetime,
    InstantSource clock) {

  /** The end of the year 9999: more is no date, and could overflow. */
  private static final double LATEST = 253_402_300_799.0;

  /**
   * Checks the claims of RFC 7519.
   *
   * @throws Rejection if one does not hold
   */
  void check(JsonNode claims) {
    checkTimes(claims);
    if (issuer != null && !isText(claims.get("iss"), issuer)) {
      throw Rejection.refused("the token is of another issuer, or of none");
    }
    checkAudience(claims.get("aud"));
  }

  private void checkTimes(JsonNode claims) {
    double now = clock.instant().toEpochMilli() / 1000.0;
    double skew = seconds(leeway);
    double end = time(claims, "exp", Double.NaN);
    if (Double.isNaN(end)) {
      throw Rejection.refused("the token has no end: it needs 'exp'");
    }
    if (now >= end + skew) {
      throw Rejection.refused("the token has expired");
    }
    if (time(claims, "nbf", 0) > now + skew) {
      throw Rejection.refused("the token is not valid yet");
    }
    double begin = time(claims, "iat", Double.NaN);
    if (begin > now + skew) {
      throw Rejection.refused("the token was issued in the future");
    }
    double lifetime = Double.isNaN(begin) ? end - now - skew : end - begin;
    if (lifetime > seconds(maxLifetime)) {
      throw Rejection.refused("the token is valid for longer than " + maxLifetime);
    }
  }

  private void checkAudience(@Nullable JsonNode value) {
    if (audience == null) {
      if (value != null && !value.isNull()) {
        throw Rejection.refused(
            "the token is for a certain audience, and none is configured: set audience(…)");
      }
      return;
    }
    if (!isText(value, audience) && !isAmong(value, audience)) {
      throw Rejection.refused("the token is for another audience, or for none");
    }
  }

  private static boolean isText(@Nullable JsonNode value, String expected) {
    return value != null && value.isTextual() && expected.equals(value.textValue());
  }

  private static boolean isAmong(@Nullable JsonNode values, String expected) {
    if (values != null && values.isArray()) {
      for (JsonNode value : values) {
        if (isText(value, expected)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Seconds since 1970, maybe with a fraction. */
  private static double time(JsonNode claims, String name, double otherwise) {
    JsonNode value = claims.get(name);
    if (value == null) {
      return otherwise;
    }
    double seconds = value.isNumber() ? value.doubleValue() : Double.NaN;
    if (!(seconds >= 0 && seconds <= LATEST)) {
      throw Rejection.refused("the token's claim '" + name + "' is no time");
    }
    return seconds;
  }

  private static double seconds(Duration duration) {
    return duration.getSeconds() + duration.getNano() / 1e9;
  }
}
