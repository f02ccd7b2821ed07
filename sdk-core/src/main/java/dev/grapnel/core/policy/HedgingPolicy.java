package dev.grapnel.core.policy;

import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Sends a call a second time when the first is slow, and takes the answer that comes first (gRFC
 * A6). Only for methods that may be done twice.
 *
 * @param attempts how often a call is sent at most, the first time included: 2 to 5
 * @param delay how long to wait for an answer before it is sent again; zero: at once
 * @param nonFatalCodes failures after which the next is sent at once: none, or some of those that a
 *     {@link RetryPolicy} may name; others end the call
 */
public record HedgingPolicy(int attempts, Duration delay, Set<Status.Code> nonFatalCodes) {

  /**
   * Makes the set unmodifiable.
   *
   * @param attempts how often a call is sent at most
   * @param delay how long to wait for an answer before it is sent again
   * @param nonFatalCodes failures after which the next is sent at once
   */
  public HedgingPolicy {
    nonFatalCodes = Set.copyOf(nonFatalCodes);
  }

  /**
   * Sends a call again when it has no answer after a while.
   *
   * @param attempts how often a call is sent at most, the first time included
   * @param delay how long to wait
   * @return a policy that goes on after UNAVAILABLE
   */
  public static HedgingPolicy after(int attempts, Duration delay) {
    return new HedgingPolicy(attempts, delay, Set.of(Status.Code.UNAVAILABLE));
  }

  /**
   * Tells what is wrong with it. Constructors take any value, so that whoever uses a policy can
   * tell all problems at once.
   *
   * @param setting the name of the setting that holds it, for example {@code hedging}
   * @return one sentence each; empty if it can be used
   */
  public List<String> problems(String setting) {
    List<String> found = new ArrayList<>();
    AttemptRules.attempts(setting + ".attempts", attempts, found);
    if (delay.isNegative()) {
      found.add(setting + ".delay is " + delay + ": expected zero or more");
    }
    AttemptRules.codes(setting + ".nonFatalCodes", nonFatalCodes, found);
    return found;
  }
}
