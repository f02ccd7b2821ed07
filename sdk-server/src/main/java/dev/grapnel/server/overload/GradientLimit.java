package dev.grapnel.server.overload;

import com.netflix.concurrency.limits.Limit;
import com.netflix.concurrency.limits.limit.Gradient2Limit;
import com.netflix.concurrency.limits.limit.WindowedLimit;

/** A limit that follows the latency of calls; the one class that knows Netflix's library. */
final class GradientLimit implements CallLimit {

  private final Limit limit;

  /** Begins with two calls for each worker, and never goes below one. */
  GradientLimit(int workers, int most) {
    int least = Math.min(workers, most);
    limit =
        WindowedLimit.newBuilder()
            .build(
                Gradient2Limit.newBuilder()
                    .initialLimit(Math.min(2 * workers, most))
                    .minLimit(least)
                    .maxConcurrency(most)
                    .build());
  }

  @Override
  public int calls() {
    return limit.getLimit();
  }

  @Override
  public void ended(long started, long nanos, int inFlight, boolean dropped) {
    limit.onSample(started, nanos, inFlight, dropped);
  }
}
