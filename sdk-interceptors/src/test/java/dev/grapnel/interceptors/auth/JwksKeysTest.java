package dev.grapnel.interceptors.auth;

import static dev.grapnel.interceptors.auth.RawTokens.jwk;
import static dev.grapnel.interceptors.auth.RawTokens.set;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.interceptors.auth.Authentication.Authenticated;
import dev.grapnel.interceptors.auth.Authentication.Refused;
import dev.grapnel.interceptors.auth.Authentication.Unavailable;
import dev.grapnel.testing.time.VirtualClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When keys are fetched, kept and dropped; on virtual time. */
class JwksKeysTest {

  private static final KeyPair OLD = RawTokens.ec("secp256r1");
  private static final KeyPair NEW = RawTokens.ec("secp256r1");
  private static final String OLD_KEY = jwk(OLD, ",\"kid\":\"old\"");
  private static final String NEW_KEY = jwk(NEW, ",\"kid\":\"new\"");

  private final VirtualClock clock = VirtualClock.create();
  private final KeySetOrigin origin = new KeySetOrigin();
  private final JwksKeys keys =
      JwksKeys.of(origin, JwksReader.accepting(List.of()), clock, clock.scheduler());
  private final JwtAuthenticator authenticator =
      new JwtAuthenticator(
          keys,
          null,
          new ClaimChecks(null, null, Duration.ofSeconds(30), Duration.ofHours(24), clock),
          new ClaimMapping(List.of("roles"), List.of("permissions")));

  @Test
  void isUnavailableUntilTheFirstKeysAreThere() throws Exception {
    keys.start();

    assertThat(show(OLD, "old")).isInstanceOf(Unavailable.class);
    assertThat(authenticator.awaitKeys(Duration.ZERO)).isFalse();
    assertThat(authenticator.keysReady().toCompletableFuture()).isNotDone();

    origin.answer(set(OLD_KEY));

    assertThat(show(OLD, "old")).isInstanceOf(Authenticated.class);
    assertThat(authenticator.awaitKeys(Duration.ZERO)).isTrue();
    assertThat(authenticator.keysReady().toCompletableFuture()).isCompleted();
    assertThat(origin.fetches()).isEqualTo(1);
  }

  @Test
  void refreshesEveryFiveMinutes() {
    startWith(OLD_KEY);

    clock.advance(JwksKeys.REFRESH.minusNanos(1));
    assertThat(origin.fetches()).isEqualTo(1);
    clock.advance(Duration.ofNanos(1));
    assertThat(origin.fetches()).isEqualTo(2);

    assertThat(show(OLD, "old")).isInstanceOf(Authenticated.class);
    origin.answer(set(OLD_KEY));
    clock.advance(JwksKeys.REFRESH);
    assertThat(origin.fetches()).isEqualTo(3);
  }

  @Test
  void takesNoKeyThatVanished() {
    startWith(OLD_KEY, NEW_KEY);
    assertThat(show(OLD, "old")).isInstanceOf(Authenticated.class);

    clock.advance(JwksKeys.REFRESH);
    origin.answer(set(NEW_KEY));

    assertThat(show(NEW, "new")).isInstanceOf(Authenticated.class);
    assertThat(show(OLD, "old")).isNotInstanceOf(Authenticated.class);
  }

  @Test
  void takesNothingOnceTheSetIsEmpty() {
    startWith(OLD_KEY);

    clock.advance(JwksKeys.REFRESH);
    origin.answer(set());

    assertThat(show(OLD, "old")).isNotInstanceOf(Authenticated.class);
  }

  @Test
  void fetchesOnceForAnUnknownKey() {
    startWith(OLD_KEY);

    assertThat(show(NEW, "new")).isInstanceOf(Unavailable.class);
    assertThat(show(NEW, "new")).isInstanceOf(Unavailable.class);
    assertThat(show(OLD, "old")).isInstanceOf(Authenticated.class);
    assertThat(origin.fetches()).isEqualTo(2);

    origin.answer(set(OLD_KEY, NEW_KEY));

    assertThat(show(NEW, "new")).isInstanceOf(Authenticated.class);
  }

  @Test
  void fetchesForUnknownKeysOnceInThirtySeconds() {
    startWith(OLD_KEY);
    show(NEW, "x0");
    origin.answer(set(OLD_KEY));

    for (int i = 1; i < 30; i++) {
      assertThat(show(NEW, "x" + i)).isInstanceOf(Refused.class);
      clock.advance(Duration.ofSeconds(1));
    }
    assertThat(origin.fetches()).isEqualTo(2);

    clock.advance(Duration.ofSeconds(1));
    assertThat(show(NEW, "x30")).isInstanceOf(Unavailable.class);
    assertThat(origin.fetches()).isEqualTo(3);
  }

  @Test
  void refreshesFiveMinutesAfterAFetchForAnUnknownKey() {
    startWith(OLD_KEY);
    clock.advance(Duration.ofMinutes(4));
    show(NEW, "new");
    origin.answer(set(OLD_KEY));

    clock.advance(Duration.ofMinutes(4));
    assertThat(origin.fetches()).isEqualTo(2);
    clock.advance(Duration.ofMinutes(1));
    assertThat(origin.fetches()).isEqualTo(3);
  }

  @Test
  void keepsTheLastGoodKeysForADay() {
    startWith(OLD_KEY);

    clock.advance(JwksKeys.REFRESH);
    origin.answer("no keys".getBytes(StandardCharsets.UTF_8));
    assertThat(show(OLD, "old")).isInstanceOf(Authenticated.class);

    clock.advance(JwksKeys.LONGEST_OUTAGE.minus(JwksKeys.REFRESH));
    assertThat(show(OLD, "old")).isInstanceOf(Authenticated.class);

    clock.advance(Duration.ofSeconds(1));
    assertThat(show(OLD, "old")).isInstanceOf(Unavailable.class);

    origin.answer(set(OLD_KEY));
    assertThat(show(OLD, "old")).isInstanceOf(Authenticated.class);
  }

  @Test
  void triesAgainAfterOneSecondThenTwoUpToAMinute() {
    keys.start();
    int fetches = 1;
    for (int seconds : new int[] {1, 2, 4, 8, 16, 32, 60, 60}) {
      origin.fail(new IOException("down"));
      clock.advance(Duration.ofSeconds(seconds).minusNanos(1));
      assertThat(origin.fetches()).isEqualTo(fetches);
      clock.advance(Duration.ofNanos(1));
      assertThat(origin.fetches()).isEqualTo(++fetches);
    }

    origin.answer(set(OLD_KEY));
    clock.advance(JwksKeys.REFRESH);
    origin.fail(new IOException("down again"));
    clock.advance(JwksKeys.FIRST_RETRY);
    assertThat(origin.fetches()).isEqualTo(fetches + 2);
  }

  @Test
  void takesTheOnlyKeyForATokenThatNamesNone() {
    startWith(jwk(OLD, ""));
    assertThat(show(OLD, null)).isInstanceOf(Authenticated.class);
    assertThat(show(OLD, "old")).isNotInstanceOf(Authenticated.class);

    clock.advance(JwksKeys.REFRESH);
    origin.answer(set(OLD_KEY, NEW_KEY));
    assertThat(show(OLD, null)).isNotInstanceOf(Authenticated.class);
    assertThat(show(OLD, "old")).isInstanceOf(Authenticated.class);
  }

  @Test
  void takesNoKeyForTheNameOfAnother() {
    startWith(OLD_KEY, NEW_KEY);

    assertThat(show(OLD, "new")).isInstanceOf(Refused.class);
    assertThat(show(NEW, "old")).isInstanceOf(Refused.class);
  }

  @Test
  void fetchesNothingOnceItIsClosed() {
    startWith(OLD_KEY);

    authenticator.close();
    authenticator.close();
    clock.advance(Duration.ofHours(1));

    assertThat(show(NEW, "new")).isInstanceOf(Refused.class);
    assertThat(show(OLD, "old")).isInstanceOf(Authenticated.class);
    assertThat(origin.fetches()).isEqualTo(1);
    assertThat(clock.pendingTasks()).isZero();
  }

  @Test
  void tellsThoseThatWaitThatItWasClosed() throws Exception {
    keys.start();
    authenticator.close();
    origin.answer(set(OLD_KEY));

    assertThat(authenticator.keysReady().toCompletableFuture()).isCompletedExceptionally();
    assertThat(authenticator.awaitKeys(Duration.ofHours(1))).isFalse();
    assertThat(clock.pendingTasks()).isZero();
  }

  /** What was read out of a good token is remembered, but not whether it is still good. */
  @Test
  void refusesATokenThatWasGoodOnceItsKeyIsGoneOrItsTimeIsOver() {
    startWith(OLD_KEY);
    String token = token(OLD, "old", Duration.ofHours(1));
    Authentication good = RawTokens.show(authenticator, token);
    assertThat(good).isInstanceOf(Authenticated.class);
    assertThat(RawTokens.show(authenticator, token)).isEqualTo(good);

    clock.advance(JwksKeys.REFRESH);
    origin.answer(set(NEW_KEY));
    assertThat(RawTokens.show(authenticator, token)).isInstanceOf(Unavailable.class);
    origin.answer(set(NEW_KEY));
    assertThat(RawTokens.show(authenticator, token)).isInstanceOf(Refused.class);

    clock.advance(JwksKeys.REFRESH);
    origin.answer(set(OLD_KEY));
    assertThat(RawTokens.show(authenticator, token)).isEqualTo(good);

    clock.advance(Duration.ofHours(1));
    assertThat(RawTokens.show(authenticator, token)).isInstanceOf(Refused.class);
  }

  private void startWith(String... set) {
    keys.start();
    origin.answer(set(set));
  }

  private Authentication show(KeyPair signer, String kid) {
    return RawTokens.show(authenticator, token(signer, kid, Duration.ofMinutes(1)));
  }

  private String token(KeyPair signer, String kid, Duration validity) {
    String name = kid == null ? "" : ",\"kid\":\"" + kid + "\"";
    long end = clock.instant().plus(validity).getEpochSecond();
    return RawTokens.signed(
        "SHA256withECDSAinP1363Format",
        signer,
        "{\"alg\":\"ES256\"" + name + "}",
        "{\"sub\":\"ana\",\"exp\":" + end + "}");
  }
}
