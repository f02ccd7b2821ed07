package dev.grapnel.interceptors.deadline;

import dev.grapnel.core.call.CallSelector;
import dev.grapnel.core.call.ServerAwareInterceptor;
import dev.grapnel.core.config.ConfigException;
import dev.grapnel.core.config.Problems;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Limits how long calls of a server may take, whatever their callers ask for, and refuses calls
 * that come too late.
 *
 * <pre>{@code
 * DeadlineInterceptor.builder()
 *     .unary(Duration.ofSeconds(10))
 *     .addLimit(CallSelector.methods("report.ReportService/Create"), Duration.ofMinutes(5))
 *     .build()
 * }</pre>
 *
 * <p>The deadline of a call is the earlier of its caller's and the limit, counted from when this
 * interceptor gets the call; so say {@code CallContext.deadline()} and the context that nested
 * client calls are made in. When the limit passes, the call ends with DEADLINE_EXCEEDED and a text
 * that names the limit. For the handler it is a call that was cancelled: its context is cancelled,
 * {@code isCancelled()} is true, {@code onCancel} follows (after the callback that runs, if one
 * does), and what it sends or closes from then on is dropped. A handler that waits for neither runs
 * on: no thread is interrupted. A caller's deadline that is the earlier is grpc-java's business.
 *
 * <p>A call whose deadline has passed when it gets here never reaches the handler, and where the
 * request is one message, that holds until the handler would begin: it ends with DEADLINE_EXCEEDED.
 *
 * <p>For all call kinds. Put it first, so that the time in other interceptors counts, but after
 * those that log or measure: an interceptor outside sees the status, one inside a cancelled call.
 * Thread-safe; its timer is one daemon thread for all servers of the process.
 */
public final class DeadlineInterceptor implements ServerAwareInterceptor {

  /** The limit of unary calls if nothing else is chosen: 60 s. */
  public static final Duration DEFAULT_UNARY = Duration.ofSeconds(60);

  /** The limit of client, server and bidi streaming calls if nothing else is chosen: 1 h. */
  public static final Duration DEFAULT_STREAMING = Duration.ofHours(1);

  private final CallLimits limits;

  private DeadlineInterceptor(CallLimits limits) {
    this.limits = limits;
  }

  /**
   * Creates the interceptor with {@link #DEFAULT_UNARY} and {@link #DEFAULT_STREAMING}.
   *
   * @return the interceptor
   */
  public static DeadlineInterceptor create() {
    return builder().build();
  }

  /**
   * Begins an interceptor with other limits.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
      ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
    LimitTimer timer = limits.of(call.getMethodDescriptor());
    Deadline caller = Context.current().getDeadline();
    long remaining = caller == null ? Long.MAX_VALUE : caller.timeRemaining(TimeUnit.NANOSECONDS);
    if (remaining <= 0) {
      call.close(LimitedListener.late(remaining), new Metadata());
      return new ServerCall.Listener<>() {};
    }
    LimitedCall<ReqT, RespT> limited = new LimitedCall<>(call);
    if (caller == null) {
      return new LimitedListener<>(limited, timer.deadline(), timer).start(limited, headers, next);
    }
    if (remaining > timer.limitNanos()) {
      // Relative to the caller's: deadlines of different clocks cannot be compared.
      Deadline earlier = caller.offset(timer.limitNanos() - remaining, TimeUnit.NANOSECONDS);
      return new LimitedListener<>(limited, earlier, timer).start(limited, headers, next);
    }
    if (call.getMethodDescriptor().getType().clientSendsOneMessage()) {
      return new LimitedListener<>(limited, caller).start(limited, headers, next);
    }
    return next.startCall(call, headers);
  }

  @Override
  public Optional<Duration> longestCall(MethodDescriptor<?, ?> method) {
    return Optional.of(Duration.ofNanos(limits.of(method).limitNanos()));
  }

  /** Builds a {@link DeadlineInterceptor}. Not thread-safe. */
  public static final class Builder {

    private record Limit(CallSelector calls, Duration time) {}

    private final List<Limit> limits = new ArrayList<>();
    private Duration unary = DEFAULT_UNARY;
    private Duration streaming = DEFAULT_STREAMING;
    private ScheduledExecutorService scheduler = Timers.shared();
    private Deadline.Ticker ticker = Deadline.getSystemTicker();

    private Builder() {}

    /**
     * Limits unary calls. The default is {@link #DEFAULT_UNARY}.
     *
     * @param limit the most a call may take, and the deadline of those that set none; above zero
     * @return this builder
     */
    public Builder unary(Duration limit) {
      unary = limit;
      return this;
    }

    /**
     * Limits client, server and bidi streaming calls. The default is {@link #DEFAULT_STREAMING}.
     *
     * @param limit the most a call may take, and the deadline of those that set none; above zero
     * @return this builder
     */
    public Builder streaming(Duration limit) {
      streaming = limit;
      return this;
    }

    /**
     * Limits some calls in another way; the first limit that selects a method holds. The selector
     * is asked once for each method.
     *
     * @param calls which calls
     * @param limit the most such a call may take, longer or shorter than those of others; above
     *     zero
     * @return this builder
     */
    public Builder addLimit(CallSelector calls, Duration limit) {
      limits.add(new Limit(calls, limit));
      return this;
    }

    /**
     * Counts time by another clock, for tests: {@code clock(virtual.scheduler(),
     * virtual.deadlineTicker())}.
     *
     * @param scheduler runs tasks of the timer, which never wait; stays open
     * @param ticker the clock of that scheduler
     * @return this builder
     */
    public Builder clock(ScheduledExecutorService scheduler, Deadline.Ticker ticker) {
      this.scheduler = scheduler;
      this.ticker = ticker;
      return this;
    }

    /**
     * Checks everything at once.
     *
     * @return the interceptor
     * @throws ConfigException if a limit is not above zero
     */
    public DeadlineInterceptor build() {
      List<String> problems = new ArrayList<>();
      Problems expect = Problems.into(problems);
      expect.positive("unary", unary);
      expect.positive("streaming", streaming);
      for (int i = 0; i < limits.size(); i++) {
        expect.positive("limit " + (i + 1), limits.get(i).time());
      }
      ConfigException.throwIfAny(problems);
      return new DeadlineInterceptor(
          new CallLimits(
              limits.stream()
                  .map(limit -> new CallLimits.Rule(limit.calls(), timer(limit.time())))
                  .toList(),
              timer(unary),
              timer(streaming)));
    }

    private LimitTimer timer(Duration limit) {
      return new LimitTimer(limit, ticker, scheduler);
    }
  }
}
