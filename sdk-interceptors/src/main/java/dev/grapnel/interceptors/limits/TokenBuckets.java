package dev.grapnel.interceptors.limits;

import com.google.common.base.Ticker;
import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentMap;

/**
 * The buckets of one limit, in this process.
 *
 * <p>A bucket that is full holds nothing worth keeping, so forgetting idle ones changes no
 * decision.
 */
final class TokenBuckets implements RateLimitStore {

  private static final CompletionStage<Decision> ALLOWED =
      CompletableFuture.completedFuture(Decision.allowed());

  private final Cache<LimitSubject, Bucket> cache;
  private final ConcurrentMap<LimitSubject, Bucket> buckets;
  private final TimeMeter meter;

  TokenBuckets(int maxKeys, Duration idle, dev.grapnel.core.lifecycle.Ticker ticker) {
    this.meter = bucket4js(ticker);
    this.cache =
        CacheBuilder.newBuilder()
            .maximumSize(maxKeys)
            .expireAfterAccess(idle)
            .ticker(guavas(ticker))
            .build();
    this.buckets = cache.asMap();
  }

  /** Tries one, so that a missing library is missed at once and not with the first call. */
  static TokenBuckets of(int maxKeys, Duration idle, dev.grapnel.core.lifecycle.Ticker ticker) {
    TokenBuckets buckets = new TokenBuckets(maxKeys, idle, ticker);
    buckets.full(RateLimit.perSecond(1));
    return buckets;
  }

  @Override
  public CompletionStage<Decision> acquire(RateLimit limit, LimitSubject subject) {
    Bucket bucket = buckets.get(subject);
    if (bucket == null) {
      bucket = buckets.computeIfAbsent(subject, absent -> full(limit));
    }
    if (bucket.tryConsume(1)) {
      return ALLOWED;
    }
    // At least one: meanwhile a token may have come.
    long wait = Math.max(1, bucket.estimateAbilityToConsume(1).getNanosToWaitForRefill());
    return CompletableFuture.completedFuture(Decision.refused(Duration.ofNanos(wait)));
  }

  private Bucket full(RateLimit limit) {
    return Bucket.builder()
        .addLimit(
            size ->
                size.capacity(limit.burst()).refillGreedy(1, Duration.ofNanos(limit.interval())))
        .withCustomTimePrecision(meter)
        .build();
  }

  /** How many there are after those that are idle were put out. */
  int size() {
    cache.cleanUp();
    return buckets.size();
  }

  private static TimeMeter bucket4js(dev.grapnel.core.lifecycle.Ticker ticker) {
    return new TimeMeter() {
      @Override
      public long currentTimeNanos() {
        return ticker.read();
      }

      @Override
      public boolean isWallClockBased() {
        return false;
      }
    };
  }

  private static Ticker guavas(dev.grapnel.core.lifecycle.Ticker ticker) {
    return new Ticker() {
      @Override
      public long read() {
        return ticker.read();
      }
    };
  }
}
