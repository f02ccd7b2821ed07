package dev.grapnel.interceptors.limits;

import dev.grapnel.core.call.FailureInterceptor;
import dev.grapnel.core.config.ConfigException;
import dev.grapnel.core.config.OptionalLibrary;
import dev.grapnel.core.lifecycle.Ticker;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Lets only so many calls start in a period, for each subject.
 *
 * <pre>{@code
 * RateLimitInterceptor.of(RateLimit.perSecond(50).burst(100), LimitKey.principal())
 * }</pre>
 *
 * <p>A call over the limit is refused at once, before any request message is read:
 * RESOURCE_EXHAUSTED with QuotaFailure (the kind of subject, never which one), RetryInfo and the
 * trailer {@code grpc-retry-pushback-ms}: how long until a call may pass, rounded up to a
 * millisecond. A stream is one call, however many messages it has. A refused call takes nothing
 * from the limit.
 *
 * <p>Calls are counted in this process unless a {@link RateLimitStore} is given. Up to {@code
 * maxKeys} subjects are kept; one more puts the subject out that has been silent longest, which
 * then begins with a full burst. If a store is not done at once the call waits without a thread; it
 * is started later on the {@code executor}, in its gRPC context and MDC, and not at all if it is
 * cancelled or runs into its deadline meanwhile. A store that fails, or takes longer than {@code
 * storeTimeout}, lets the call pass unless {@link StoreFailure#REFUSE} is chosen; the logger {@code
 * grpc.limits} tells of it, every 10 seconds at most.
 *
 * <p>Leave health checks out. Thread-safe.
 */
public final class RateLimitInterceptor implements ServerInterceptor {

  /** How many subjects are kept unless told otherwise: 100,000. */
  public static final int DEFAULT_MAX_KEYS = 100_000;

  /** When a silent subject is forgotten unless told otherwise: after 10 minutes. */
  public static final Duration DEFAULT_IDLE_TIME = Duration.ofMinutes(10);

  /** How long a store may take unless told otherwise: 250 ms. */
  public static final Duration DEFAULT_STORE_TIMEOUT = Duration.ofMillis(250);

  private static final Status UNDECIDED =
      Status.UNAVAILABLE.withDescription("the rate limit cannot be checked");

  private final RateLimit limit;
  private final LimitKey key;
  private final RateLimitStore store;
  private final long storeTimeoutNanos;
  private final StoreFailure onStoreFailure;
  private final Executor executor;
  private final Refusal refusal;
  private final StoreFailureLog log;

  private RateLimitInterceptor(Builder settings) {
    this.limit = settings.limit;
    this.key = settings.key;
    this.store = settings.store == null ? settings.inMemory() : settings.store;
    this.storeTimeoutNanos = settings.storeTimeout.toNanos();
    this.onStoreFailure = settings.onStoreFailure;
    this.executor = settings.executor;
    this.refusal = new Refusal("over the rate limit of " + limit, limit.toString());
    this.log = new StoreFailureLog(limit, onStoreFailure, settings.ticker);
  }

  /**
   * Limits the calls of each subject, counted in this process.
   *
   * @param limit how many calls
   * @param key says whose call it is
   * @return the interceptor
   */
  public static RateLimitInterceptor of(RateLimit limit, LimitKey key) {
    return builder(limit, key).build();
  }

  /**
   * Begins an interceptor with settings of its own.
   *
   * @param limit how many calls
   * @param key says whose call it is
   * @return a builder
   */
  public static Builder builder(RateLimit limit, LimitKey key) {
    return new Builder(limit, key);
  }

  @Override
  public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
      ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
    LimitSubject subject;
    try {
      subject = key.subject(call, headers);
    } catch (Throwable thrown) {
      return FailureInterceptor.fail(call, thrown, new Metadata());
    }
    CompletableFuture<Decision> answer = ask(subject);
    if (!answer.isDone()) {
      DeferredCall<ReqT, RespT> deferred = new DeferredCall<>(call, headers, next);
      resumeLater(deferred, subject, answer);
      return deferred;
    }
    return admits(call, subject, answer)
        ? next.startCall(call, headers)
        : new ServerCall.Listener<>() {};
  }

  private CompletableFuture<Decision> ask(LimitSubject subject) {
    try {
      return store.acquire(limit, subject).toCompletableFuture();
    } catch (Throwable failure) {
      return CompletableFuture.failedFuture(failure);
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // resume throws nothing that anybody could handle.
  private <ReqT, RespT> void resumeLater(
      DeferredCall<ReqT, RespT> deferred,
      LimitSubject subject,
      CompletableFuture<Decision> answer) {
    // A copy, since the time-out must not complete what belongs to the store.
    CompletableFuture<Decision> inTime =
        answer.copy().orTimeout(storeTimeoutNanos, TimeUnit.NANOSECONDS);
    Runnable resume = () -> deferred.resume(call -> admits(call, subject, inTime));
    inTime.whenComplete(
        (decision, failure) -> {
          try {
            executor.execute(resume);
          } catch (RejectedExecutionException full) {
            resume.run();
          }
        });
  }

  /** Reads an answer that is there; closes the call unless it may go on. */
  private boolean admits(
      ServerCall<?, ?> call, LimitSubject subject, CompletableFuture<Decision> answer) {
    Decision decision;
    try {
      decision = Objects.requireNonNull(answer.join(), "the store answered null");
    } catch (RuntimeException failure) {
      log.failed(failure.getCause() == null ? failure : failure.getCause());
      if (onStoreFailure == StoreFailure.REFUSE) {
        call.close(UNDECIDED, new Metadata());
        return false;
      }
      return true;
    }
    if (decision instanceof Decision.Refused refused) {
      refusal.close(call, subject, refused.retryAfter());
      return false;
    }
    return true;
  }

  /** Builds a {@link RateLimitInterceptor}. Not thread-safe. */
  public static final class Builder {

    private static final Duration LONGEST_STORE_TIMEOUT = Duration.ofMinutes(1);
    private static final Duration LONGEST_IDLE_TIME = Duration.ofDays(366);

    private final RateLimit limit;
    private final LimitKey key;
    private int maxKeys = DEFAULT_MAX_KEYS;
    private Duration idleTime = DEFAULT_IDLE_TIME;
    private @Nullable RateLimitStore store;
    private Duration storeTimeout = DEFAULT_STORE_TIMEOUT;
    private StoreFailure onStoreFailure = StoreFailure.ALLOW;
    private Executor executor = new CompletableFuture<>().defaultExecutor();
    private Ticker ticker = Ticker.system();

    private Builder(RateLimit limit, LimitKey key) {
      this.limit = limit;
      this.key = key;
    }

    /**
     * Says how many subjects are kept in this process, at about 200 bytes each. A store of your own
     * does not see it.
     *
     * @param most at least 1; by default {@link #DEFAULT_MAX_KEYS}
     * @return this builder
     */
    public Builder maxKeys(int most) {
      maxKeys = most;
      return this;
    }

    /**
     * Says when a silent subject is forgotten, in this process. It is kept for longer where its
     * burst takes longer to come back, so that silence never brings more calls. A store of your own
     * does not see it.
     *
     * @param time above zero, at most 366 days; by default {@link #DEFAULT_IDLE_TIME}
     * @return this builder
     */
    public Builder idleTime(Duration time) {
      idleTime = time;
      return this;
    }

    /**
     * Counts elsewhere than in this process.
     *
     * @param elsewhere the store
     * @return this builder
     */
    public Builder store(RateLimitStore elsewhere) {
      store = elsewhere;
      return this;
    }

    /**
     * Says how long a call waits for the store.
     *
     * @param time above zero, at most a minute; by default {@link #DEFAULT_STORE_TIMEOUT}
     * @return this builder
     */
    public Builder storeTimeout(Duration time) {
      storeTimeout = time;
      return this;
    }

    /**
     * Says what becomes of a call when the store fails or is late.
     *
     * @param then by default {@link StoreFailure#ALLOW}
     * @return this builder
     */
    public Builder onStoreFailure(StoreFailure then) {
      onStoreFailure = then;
      return this;
    }

    /**
     * Says where calls are started that waited for the store: interceptors further inside, and what
     * a handler does before its first message. The messages themselves come on the server's
     * threads. If it rejects one, the call is started on the thread of the store.
     *
     * @param where by default the one that asynchronous stages of the JDK use
     * @return this builder
     */
    public Builder executor(Executor where) {
      executor = where;
      return this;
    }

    /** Lets tests pass the time. */
    Builder ticker(Ticker time) {
      ticker = time;
      return this;
    }

    /**
     * Builds the interceptor.
     *
     * @return the interceptor
     * @throws ConfigException if a value is out of range; tells all that are
     */
    public RateLimitInterceptor build() {
      List<String> problems = new ArrayList<>();
      if (maxKeys < 1) {
        problems.add("maxKeys is " + maxKeys + ": expected at least 1");
      }
      check("idleTime", idleTime, LONGEST_IDLE_TIME, problems);
      check("storeTimeout", storeTimeout, LONGEST_STORE_TIMEOUT, problems);
      ConfigException.throwIfAny(problems);
      return new RateLimitInterceptor(this);
    }

    private TokenBuckets inMemory() {
      Duration refill = limit.refill();
      Duration kept = idleTime.compareTo(refill) < 0 ? refill : idleTime;
      return OptionalLibrary.using(
          "com.bucket4j:bucket4j_jdk17-core", () -> TokenBuckets.of(maxKeys, kept, ticker));
    }

    private static void check(
        String name, Duration value, Duration longest, List<String> problems) {
      if (value.compareTo(Duration.ZERO) <= 0 || value.compareTo(longest) > 0) {
        problems.add(name + " is " + value + ": expected a time above zero, at most " + longest);
      }
    }
  }
}
