package dev.grapnel.interceptors.limits;

import java.time.Duration;

/** What a {@link RateLimitStore} says to a call. */
public sealed interface Decision {

  /** The call may go on. */
  record Allowed() implements Decision {

    private static final Allowed INSTANCE = new Allowed();
  }

  /**
   * The call is over the limit.
   *
   * @param retryAfter how long until one may pass, if no other comes before it; zero or more
   */
  record Refused(Duration retryAfter) implements Decision {

    /**
     * Checks the time.
     *
     * @param retryAfter how long until a call may pass
     * @throws IllegalArgumentException if it is negative
     */
    public Refused {
      if (retryAfter.isNegative()) {
        throw new IllegalArgumentException(
            "retryAfter is " + retryAfter + ": expected zero or more");
      }
    }
  }

  /**
   * Lets the call go on.
   *
   * @return the decision
   */
  static Decision allowed() {
    return Allowed.INSTANCE;
  }

  /**
   * Refuses the call.
   *
   * @param retryAfter how long until one may pass; zero or more
   * @return the decision
   * @throws IllegalArgumentException if it is negative
   */
  static Decision refused(Duration retryAfter) {
    return new Refused(retryAfter);
  }
}
