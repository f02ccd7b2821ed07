package dev.grapnel.core.policy;

import io.grpc.Status;
import java.time.Duration;
import java.util.Set;

/**
 * Sends a call a second time when the first is slow, and takes the answer that comes first (gRFC
 * A6). Only for methods that may be done twice.
 *
 * @param attempts how often a call is sent at most, the first time included: 2 to 5
 * @param delay how long to wait for an answer before it is sent again; zero: at once
 * @param nonFatalCodes failures after which the next is sent at once; others end the call
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
}
