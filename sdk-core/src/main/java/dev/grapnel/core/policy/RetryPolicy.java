package dev.grapnel.core.policy;

import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Says which failed calls are tried again, how often and when (gRFC A6). A channel carries it out:
 * within the call's deadline, within its {@link RetryBudget}, and as long as the server has not
 * sent headers; what the server asks for in {@code grpc-retry-pushback-ms} goes before the backoff.
 *
 * @param attempts how often a call is made at most, the first time included: 2 to 5; {@link
 *     #none()} has 1
 * @param backoff how long to wait between
 * @param codes which failures are tried again: some of UNAVAILABLE, RESOURCE_EXHAUSTED, ABORTED,
 *     INTERNAL, UNKNOWN and DEADLINE_EXCEEDED; none only if {@code attempts} is 1
 */
public record RetryPolicy(int attempts, Backoff backoff, Set<Status.Code> codes) {

  /**
   * Makes the set unmodifiable.
   *
   * @param attempts how often a call is made at most
   * @param backoff how long to wait between
   * @param codes which failures are tried again
   */
  public RetryPolicy {
    codes = Set.copyOf(codes);
  }

  /**
   * Tries calls again that no server did, or that a server refused before it began.
   *
   * @param attempts how often a call is made at most, the first time included
   * @return a policy for UNAVAILABLE with {@link Backoff#DEFAULT}
   */
  public static RetryPolicy onUnavailable(int attempts) {
    return on(attempts, Status.Code.UNAVAILABLE);
  }

  /**
   * Tries calls again that failed with one of some codes.
   *
   * @param attempts how often a call is made at most, the first time included
   * @param codes the codes
   * @return a policy with {@link Backoff#DEFAULT}
   */
  public static RetryPolicy on(int attempts, Status.Code... codes) {
    return new RetryPolicy(attempts, Backoff.DEFAULT, Set.of(codes));
  }

  /**
   * Tries nothing again.
   *
   * @return the policy of one attempt
   */
  public static RetryPolicy none() {
    return new RetryPolicy(1, Backoff.DEFAULT, Set.of());
  }

  /**
   * Tells what is wrong with it. Constructors take any value, so that whoever uses a policy can
   * tell all problems at once.
   *
   * @param setting the name of the setting that holds it, for example {@code retry}
   * @return one sentence each; empty if it can be used
   */
  public List<String> problems(String setting) {
    List<String> found = new ArrayList<>();
    if (equals(none())) {
      return found;
    }
    AttemptRules.attempts(setting + ".attempts", attempts, found);
    if (codes.isEmpty()) {
      found.add(setting + ".codes is empty: " + AttemptRules.expectedCodes());
    }
    AttemptRules.codes(setting + ".codes", codes, found);
    found.addAll(backoff.problems(setting + ".backoff"));
    return found;
  }
}
