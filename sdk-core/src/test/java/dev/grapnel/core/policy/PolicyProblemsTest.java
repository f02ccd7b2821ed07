package dev.grapnel.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyProblemsTest {

  private static final String SOME =
      "expected some of UNKNOWN, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, ABORTED, INTERNAL,"
          + " UNAVAILABLE";

  private static final Set<Status.Code> MAY_PASS =
      EnumSet.of(
          Status.Code.UNAVAILABLE,
          Status.Code.RESOURCE_EXHAUSTED,
          Status.Code.ABORTED,
          Status.Code.INTERNAL,
          Status.Code.UNKNOWN,
          Status.Code.DEADLINE_EXCEEDED);

  @Test
  void theDefaultsAreFine() {
    assertThat(RetryPolicy.none().problems("retry")).isEmpty();
    assertThat(RetryPolicy.onUnavailable(3).problems("retry")).isEmpty();
    assertThat(HedgingPolicy.after(3, Duration.ZERO).problems("hedging")).isEmpty();
    assertThat(RetryBudget.DEFAULT.problems("retryBudget")).isEmpty();
    assertThat(Backoff.DEFAULT.problems("backoff")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, 0, 1, 6})
  void attemptsAreTwoToFive(int attempts) {
    String expected = " is " + attempts + ": expected a number from 2 to 5";

    assertThat(RetryPolicy.onUnavailable(attempts).problems("retry"))
        .containsExactly("retry.attempts" + expected);
    assertThat(HedgingPolicy.after(attempts, Duration.ZERO).problems("hedging"))
        .containsExactly("hedging.attempts" + expected);
  }

  @Test
  void aRetryNeedsCodesAndAHedgeDoesNot() {
    assertThat(new RetryPolicy(2, Backoff.DEFAULT, Set.of()).problems("retry"))
        .containsExactly("retry.codes is empty: " + SOME);
    assertThat(new HedgingPolicy(2, Duration.ZERO, Set.of()).problems("hedging")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Status.Code.class)
  void codesThatCannotPassAreRefused(Status.Code code) {
    if (MAY_PASS.contains(code)) {
      assertThat(RetryPolicy.on(2, code).problems("retry")).isEmpty();
    } else {
      assertThat(RetryPolicy.on(2, code, Status.Code.UNAVAILABLE).problems("retry"))
          .containsExactly(
              "retry.codes has " + code + ": the same call would end so again; " + SOME);
    }
  }

  @Test
  void aHedgeTakesTheSameCodes() {
    HedgingPolicy policy =
        new HedgingPolicy(2, Duration.ofMillis(-1), Set.of(Status.Code.OK, Status.Code.NOT_FOUND));

    assertThat(policy.problems("hedging"))
        .containsExactly(
            "hedging.delay is PT-0.001S: expected zero or more",
            "hedging.nonFatalCodes has OK, NOT_FOUND: the same call would end so again; " + SOME);
  }

  @Test
  void aBackoffGrowsFromAboveZero() {
    Backoff backoff = new Backoff(Duration.ZERO, Duration.ofNanos(-1), 0.5);

    assertThat(new RetryPolicy(2, backoff, MAY_PASS).problems("retry"))
        .containsExactly(
            "retry.backoff.initial is PT0S: expected a time above zero",
            "retry.backoff.max is PT-0.000000001S: expected no less than the initial PT0S",
            "retry.backoff.multiplier is 0.5: expected a number of 1 or more");
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, 0.99, -2})
  void aMultiplierIsANumberOfOneOrMore(double multiplier) {
    Duration second = Duration.ofSeconds(1);

    assertThat(new Backoff(second, second, multiplier).problems("b")).hasSize(1);
    assertThat(new Backoff(second, second, 1).problems("b")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, 0, -1, 0.0009, 1000.1})
  void aBudgetGivesBackAThousandthOrMore(double ratio) {
    assertThat(new RetryBudget(0, ratio).problems("retryBudget"))
        .containsExactly(
            "retryBudget.tokens is 0: expected a number from 1 to 1000",
            "retryBudget.ratio is " + ratio + ": expected a number from 0.001 to 1000");
    assertThat(new RetryBudget(1001, 0.001).problems("retryBudget"))
        .containsExactly("retryBudget.tokens is 1001: expected a number from 1 to 1000");
  }
}
