package dev.grapnel.interceptors.limits;

import dev.grapnel.core.call.FailureInterceptor;
import dev.grapnel.core.config.ConfigException;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Lets only so many calls run at a time, in all or for each subject.
 *
 * <pre>{@code
 * ConcurrencyLimitInterceptor.of(512)                          // all calls together
 * ConcurrencyLimitInterceptor.of(10, LimitKey.principal())     // each principal
 * }</pre>
 *
 * <p>A call counts from its start until it is over for the server ({@code onComplete} or {@code
 * onCancel} has returned), also if it fails, is cancelled, runs into its deadline, or is refused by
 * an interceptor further inside. A client may learn of the end a moment earlier. One more call is
 * refused at once, before any request message is read: RESOURCE_EXHAUSTED with QuotaFailure,
 * RetryInfo and the trailer {@code grpc-retry-pushback-ms}, between once and twice {@code
 * retryAfter}, at random, so that those refused together do not come back together.
 *
 * <p>A stream counts as long as it is open: leave out those that live for hours, as well as health
 * checks. Keys without a running call take no memory. Thread-safe.
 */
public final class ConcurrencyLimitInterceptor implements ServerInterceptor {

  /** How soon refused calls may come again unless told otherwise: 100 ms. */
  public static final Duration DEFAULT_RETRY_AFTER = Duration.ofMillis(100);

  private static final Duration LONGEST_RETRY_AFTER = Duration.ofDays(1);

  private final LimitKey key;
  private final CallSlots slots;
  private final Refusal refusal;
  private final long retryNanos;

  private ConcurrencyLimitInterceptor(Builder settings) {
    this.key = settings.key;
    this.slots = new CallSlots(settings.calls);
    this.refusal =
        new Refusal("too many calls at a time", "at most " + settings.calls + " at a time");
    this.retryNanos = settings.retryAfter.toNanos();
  }

  /**
   * Limits all calls together.
   *
   * @param calls how many may run at a time, at least 1
   * @return the interceptor
   * @throws ConfigException if {@code calls} is below 1
   */
  public static ConcurrencyLimitInterceptor of(int calls) {
    return builder(calls).build();
  }

  /**
   * Limits the calls of each subject.
   *
   * @param calls how many of one subject may run at a time, at least 1
   * @param key says whose call it is
   * @return the interceptor
   * @throws ConfigException if {@code calls} is below 1
   */
  public static ConcurrencyLimitInterceptor of(int calls, LimitKey key) {
    return builder(calls).key(key).build();
  }

  /**
   * Begins an interceptor with settings of its own.
   *
   * @param calls how many calls may run at a time, at least 1
   * @return a builder
   */
  public static Builder builder(int calls) {
    return new Builder(calls);
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
    CallSlots.Slot slot = slots.take(subject);
    if (slot == null) {
      long wait = retryNanos + ThreadLocalRandom.current().nextLong(retryNanos);
      refusal.close(call, subject, Duration.ofNanos(wait));
      return new ServerCall.Listener<>() {};
    }
    try {
      return new CountedListener<>(next.startCall(call, headers), slot);
    } catch (Throwable thrown) {
      slot.free();
      throw thrown;
    }
  }

  /** How many subjects have running calls. */
  int subjects() {
    return slots.subjects();
  }

  private static final class CountedListener<ReqT>
      extends SimpleForwardingServerCallListener<ReqT> {

    private final CallSlots.Slot slot;

    CountedListener(ServerCall.Listener<ReqT> delegate, CallSlots.Slot slot) {
      super(delegate);
      this.slot = slot;
    }

    @Override
    public void onComplete() {
      try {
        super.onComplete();
      } finally {
        slot.free();
      }
    }

    @Override
    public void onCancel() {
      try {
        super.onCancel();
      } finally {
        slot.free();
      }
    }
  }

  /** Builds a {@link ConcurrencyLimitInterceptor}. Not thread-safe. */
  public static final class Builder {

    private final int calls;
    private LimitKey key = LimitKey.all();
    private Duration retryAfter = DEFAULT_RETRY_AFTER;

    private Builder(int calls) {
      this.calls = calls;
    }

    /**
     * Says whose calls are counted together.
     *
     * @param who the key; by default {@link LimitKey#all()}
     * @return this builder
     */
    public Builder key(LimitKey who) {
      key = who;
      return this;
    }

    /**
     * Says when a refused call may come again at the earliest.
     *
     * @param wait above zero, at most a day; by default {@link #DEFAULT_RETRY_AFTER}
     * @return this builder
     */
    public Builder retryAfter(Duration wait) {
      retryAfter = wait;
      return this;
    }

    /**
     * Builds the interceptor.
     *
     * @return the interceptor
     * @throws ConfigException if a value is out of range; tells all that are
     */
    public ConcurrencyLimitInterceptor build() {
      List<String> problems = new ArrayList<>();
      if (calls < 1) {
        problems.add("calls is " + calls + ": expected at least 1");
      }
      if (retryAfter.compareTo(Duration.ZERO) <= 0
          || retryAfter.compareTo(LONGEST_RETRY_AFTER) > 0) {
        problems.add("retryAfter is " + retryAfter + ": expected a time above zero, at most a day");
      }
      ConfigException.throwIfAny(problems);
      return new ConcurrencyLimitInterceptor(this);
    }
  }
}
