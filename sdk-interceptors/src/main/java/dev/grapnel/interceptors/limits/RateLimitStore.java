package dev.grapnel.interceptors.limits;

import java.util.concurrent.CompletionStage;

/**
 * Counts calls, for a {@link RateLimitInterceptor}; the default one counts in this process.
 * Implement it to count in a place that several servers share.
 *
 * <p>Thread-safe. {@link #acquire} never blocks: it is called on the thread of the call. An answer
 * that is there at once lets the call go on at once; otherwise the call waits without a thread.
 */
@FunctionalInterface
public interface RateLimitStore {

  /**
   * Counts one call, if it is within the limit. Nothing is given back, also when the caller goes
   * away before the answer.
   *
   * @param limit the limit; {@link RateLimit#name()} tells it from others
   * @param subject whose call it is; {@link LimitSubject#toString()} is fit to be a key
   * @return the decision. A stage that fails, that brings null, or that is late is a failure of the
   *     store; the stage is never completed or cancelled by its reader
   */
  CompletionStage<Decision> acquire(RateLimit limit, LimitSubject subject);
}
