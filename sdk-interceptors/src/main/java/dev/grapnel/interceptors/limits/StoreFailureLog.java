package dev.grapnel.interceptors.limits;

import dev.grapnel.core.lifecycle.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of a store that fails, but not for each of thousands of calls. */
final class StoreFailureLog {

  private static final Logger logger = LoggerFactory.getLogger("grpc.limits");
  private static final long PAUSE = Duration.ofSeconds(10).toNanos();

  private final RateLimit limit;
  private final StoreFailure then;
  private final Ticker ticker;
  private final AtomicLong nextLine;
  private final LongAdder untold = new LongAdder();

  StoreFailureLog(RateLimit limit, StoreFailure then, Ticker ticker) {
    this.limit = limit;
    this.then = then;
    this.ticker = ticker;
    this.nextLine = new AtomicLong(ticker.read());
  }

  void failed(Throwable failure) {
    long now = ticker.read();
    long next = nextLine.get();
    if (now - next < 0 || !nextLine.compareAndSet(next, now + PAUSE)) {
      untold.increment();
      return;
    }
    logger.warn(
        "the store of the rate limit {} failed: the call is {}; {} failures before were not told",
        limit.name(),
        then == StoreFailure.ALLOW ? "let through" : "refused",
        untold.sumThenReset(),
        failure);
  }
}
