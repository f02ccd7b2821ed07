package dev.grapnel.core.policy;

import io.grpc.Status;
import java.util.Set;

/**
 * Says which failed calls are tried again, how often and when (gRFC A6). A channel carries it out:
 * within the call's deadline, within its {@link RetryBudget}, and as long as the server has not
 * sent headers; what the server asks for in {@code grpc-retry-pushback-ms} goes before the backoff.
 *
 * @param attempts how often a call is made at most, the first time included: 2 to 5, or 1 for never
 *     again
 * @param backoff how long to wait between
 * @param codes which failures are tried again; never empty unless {@code attempts} is 1
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
}
