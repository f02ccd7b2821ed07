package dev.grapnel.client.resilience;

import org.jspecify.annotations.Nullable;

/**
 * What the calls of one name go through.
 *
 * <p>The rate limiter comes last: what it gave cannot be given back, while the others take back
 * what a call does not use. So a refused call holds nothing.
 */
record CallGuards(
    @Nullable BreakerGuard breaker, @Nullable BulkheadGuard bulkhead, @Nullable RateGuard rate) {

  /** Lets a call begin, or tells why not. */
  @Nullable Refusal enter() {
    if (breaker != null && !breaker.enter()) {
      return breaker.refusal();
    }
    if (bulkhead != null && !bulkhead.enter()) {
      leaveBreaker();
      return bulkhead.refusal();
    }
    if (rate != null && !rate.enter()) {
      leaveBreaker();
      if (bulkhead != null) {
        bulkhead.leave();
      }
      return rate.refusal();
    }
    return null;
  }

  private void leaveBreaker() {
    if (breaker != null) {
      breaker.leave();
    }
  }
}
