package dev.grapnel.interceptors.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.interceptors.NoteService;
import dev.grapnel.interceptors.test.v1.NoteServiceGrpc;
import dev.grapnel.testing.GRPCTestClient;
import dev.grapnel.testing.time.VirtualClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TokenBucketsTest {

  private static final Duration IDLE = Duration.ofMinutes(10);

  private long now;

  private TokenBuckets buckets(int maxKeys) {
    return new TokenBuckets(maxKeys, IDLE, () -> now);
  }

  private static Decision decide(TokenBuckets buckets, RateLimit limit, String who) {
    return buckets.acquire(limit, new LimitSubject("test", who)).toCompletableFuture().join();
  }

  private static boolean passes(TokenBuckets buckets, RateLimit limit, String who) {
    return decide(buckets, limit, who) instanceof Decision.Allowed;
  }

  @Property
  void neverLetsMorePassThanBurstAndRate(
      @ForAll @IntRange(min = 1, max = 1000) int calls,
      @ForAll @IntRange(min = 1, max = 20) int burst,
      @ForAll long start,
      @ForAll @Size(max = 60) List<@LongRange(min = 0, max = 40_000_000) Long> pauses) {
    RateLimit limit = RateLimit.perSecond(calls).burst(burst);
    now = start;
    TokenBuckets buckets = buckets(10);
    int passed = 0;
    long elapsed = 0;
    for (long pause : pauses) {
      now += pause;
      elapsed += pause;
      passed += passes(buckets, limit, "a") ? 1 : 0;
      assertThat(passed).isLessThanOrEqualTo(burst + (int) (elapsed / limit.interval()));
    }
  }

  @Property
  void refusesUntilExactlyTheTimeItTold(
      @ForAll @IntRange(min = 1, max = 1000) int calls,
      @ForAll @IntRange(min = 1, max = 20) int burst,
      @ForAll @LongRange(min = 0, max = 2_000_000_000) long pause) {
    RateLimit limit = RateLimit.perSecond(calls).burst(burst);
    TokenBuckets buckets = buckets(10);
    while (passes(buckets, limit, "a")) {
      now += pause % (limit.interval() / 2);
    }
    Duration wait = ((Decision.Refused) decide(buckets, limit, "a")).retryAfter();
    now += wait.toNanos() - 1;
    assertThat(passes(buckets, limit, "a")).isFalse();
    now++;
    assertThat(passes(buckets, limit, "a")).isTrue();
    assertThat(passes(buckets, limit, "a")).isFalse();
  }

  @Property
  void isFullAgainAfterItsRefill(
      @ForAll @IntRange(min = 1, max = 1000) int calls,
      @ForAll @IntRange(min = 1, max = 20) int burst) {
    RateLimit limit = RateLimit.perSecond(calls).burst(burst);
    TokenBuckets buckets = buckets(10);
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < burst; i++) {
        assertThat(passes(buckets, limit, "a")).isTrue();
      }
      assertThat(passes(buckets, limit, "a")).isFalse();
      now += limit.refill().toNanos();
    }
  }

  @Test
  void letsExactlyTheBurstPassOnManyThreads() throws Exception {
    RateLimit limit = RateLimit.perSecond(1).burst(1000);
    TokenBuckets buckets = buckets(10);
    AtomicInteger passed = new AtomicInteger();
    CountDownLatch begin = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    for (int i = 0; i < 8; i++) {
      threads.execute(
          () -> {
            try {
              begin.await();
            } catch (InterruptedException e) {
              return;
            }
            for (int call = 0; call < 500; call++) {
              passed.addAndGet(passes(buckets, limit, "a") ? 1 : 0);
            }
          });
    }
    begin.countDown();
    threads.shutdown();
    assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    assertThat(passed).hasValue(1000);
  }

  @Test
  void keepsABoundedNumberOfSubjects() {
    RateLimit limit = RateLimit.perMinute(1);
    TokenBuckets buckets = buckets(100);
    for (int i = 0; i < 10_000; i++) {
      assertThat(passes(buckets, limit, "caller " + i)).isTrue();
    }
    assertThat(buckets.size()).isLessThanOrEqualTo(100);
    assertThat(passes(buckets, limit, "caller 9999")).isFalse();
    assertThat(passes(buckets, limit, "caller 0")).isTrue();
  }

  @Test
  void forgetsSubjectsThatAreSilent() {
    RateLimit limit = RateLimit.perMinute(1);
    TokenBuckets buckets = buckets(100);
    passes(buckets, limit, "a");
    now += IDLE.plusSeconds(1).toNanos();
    passes(buckets, limit, "b");
    assertThat(buckets.size()).isEqualTo(1);
  }

  @Test
  void silenceBringsNoMoreCallsThanTheLimit() {
    VirtualClock clock = VirtualClock.create();
    RateLimitInterceptor perHour =
        RateLimitInterceptor.builder(RateLimit.of(2, Duration.ofHours(1)), LimitKey.all())
            .idleTime(Duration.ofSeconds(1))
            .ticker(clock)
            .build();
    try (var client =
        GRPCTestClient.builder()
            .addService(new NoteService())
            .addInterceptor(perHour)
            .build()
            .start()) {
      var stub = client.stub(NoteServiceGrpc::newStub);
      CallKind.UNARY.call(stub).awaitEnd();
      CallKind.UNARY.call(stub).awaitEnd();
      clock.advance(Duration.ofMinutes(29));
      assertThat(CallKind.UNARY.call(stub).awaitEnd().isOk()).isFalse();
      clock.advance(Duration.ofMinutes(1));
      assertThat(CallKind.UNARY.call(stub).awaitEnd().isOk()).isTrue();
      assertThat(CallKind.UNARY.call(stub).awaitEnd().isOk()).isFalse();
    }
  }
}
