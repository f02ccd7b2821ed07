package dev.grapnel.core.policy;

import dev.grapnel.core.call.RefusedCall;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * How long calls of a client may take: counted anew for each call, and within a server call never
 * longer than its caller waits.
 *
 * <p>The deadline of a call is the earlier of its own (that of its stub, or else the time-out from
 * now on) and the one of the server call it is made in, less a margin in which that server can
 * still answer. A deadline set on a stub is one moment for ever; a time-out is not. Immutable.
 *
 * @param unary how long a unary call may take that has no deadline of its own; above zero
 * @param streaming the same for the streaming kinds; empty: no limit of their own
 * @param margin how much earlier than its caller a nested call has to be over; zero or more. It
 *     never takes more than half of the time that the caller has left, so callers in a hurry can be
 *     served, too.
 */
public record DeadlinePolicy(Duration unary, Optional<Duration> streaming, Duration margin) {

  /** A nested call is over 10 ms before its caller stops waiting. */
  public static final Duration DEFAULT_MARGIN = Duration.ofMillis(10);

  /**
   * Detaches a call from the server call it is made in, for work that must outlive the caller:
   * neither the deadline nor the cancellation of that server call reaches it. Its own time-out
   * does, and the values of its context (such as {@code CallContext}) stay. The default is false.
   */
  public static final CallOptions.Key<Boolean> DETACHED =
      CallOptions.Key.createWithDefault("grapnel-detached", false);

  /**
   * Checks the times.
   *
   * @param unary how long a unary call may take
   * @param streaming the same for the streaming kinds
   * @param margin how much earlier than its caller a nested call has to be over
   * @throws IllegalArgumentException if a time is out of range
   */
  public DeadlinePolicy {
    positive("unary", unary);
    streaming.ifPresent(time -> positive("streaming", time));
    if (margin.isNegative()) {
      throw new IllegalArgumentException("margin is " + margin + ": expected zero or more");
    }
  }

  /**
   * Limits unary calls only, with the default margin.
   *
   * @param timeout how long one may take, above zero
   * @return the policy
   */
  public static DeadlinePolicy unary(Duration timeout) {
    return new DeadlinePolicy(timeout, Optional.empty(), DEFAULT_MARGIN);
  }

  /**
   * Makes a call under this policy: what an interceptor of a client does with each call.
   *
   * <p>A call that has no time left fails at once with DEADLINE_EXCEEDED and a text that says whose
   * deadline it was; the channel does not see it. Its listener is told while {@code start} runs.
   *
   * @param <ReqT> the type of requests
   * @param <RespT> the type of responses
   * @param method the method that is called
   * @param options the options of the call; {@link #DETACHED} is heeded
   * @param next makes the call
   * @return the call, not started
   */
  public <ReqT, RespT> ClientCall<ReqT, RespT> newCall(
      MethodDescriptor<ReqT, RespT> method, CallOptions options, Channel next) {
    if (!options.getOption(DETACHED)) {
      return newAttachedCall(method, options, next);
    }
    Context alone = Context.current().fork();
    Context previous = alone.attach();
    try {
      return new DetachedCall<>(newAttachedCall(method, options, next), alone);
    } finally {
      alone.detach(previous);
    }
  }

  private <ReqT, RespT> ClientCall<ReqT, RespT> newAttachedCall(
      MethodDescriptor<ReqT, RespT> method, CallOptions options, Channel next) {
    CallOptions limited = applyTo(method, options);
    Deadline deadline = limited.getDeadline();
    return deadline != null && deadline.isExpired()
        ? new RefusedCall<>(tooLate(method, deadline))
        : next.newCall(method, limited);
  }

  /**
   * Gives a call its deadline.
   *
   * <p>A time-out within a server call is counted by the clock of that call, so tests may have
   * virtual ones. A deadline of the stub is left as it is where it is the earlier.
   *
   * @param method the method that is called
   * @param options the options of the call
   * @return the options with the deadline that holds, or unchanged if there is none
   */
  public CallOptions applyTo(MethodDescriptor<?, ?> method, CallOptions options) {
    Deadline caller = Context.current().getDeadline();
    Deadline set = options.getDeadline();
    long timeout = set == null ? timeout(method) : set.timeRemaining(TimeUnit.NANOSECONDS);
    if (caller == null) {
      return set != null || timeout == Long.MAX_VALUE
          ? options
          : options.withDeadlineAfter(timeout, TimeUnit.NANOSECONDS);
    }
    long remaining = caller.timeRemaining(TimeUnit.NANOSECONDS);
    long left = remaining - Math.max(0, Math.min(nanos(margin), remaining / 2));
    if (set != null && timeout <= left) {
      return options;
    }
    // Relative to the caller's: deadlines of different clocks cannot be compared.
    return options.withDeadline(
        caller.offset(Math.min(timeout, left) - remaining, TimeUnit.NANOSECONDS));
  }

  /** In nanoseconds; the largest number is none. */
  private long timeout(MethodDescriptor<?, ?> method) {
    return method.getType() == MethodDescriptor.MethodType.UNARY
        ? nanos(unary)
        : streaming.map(DeadlinePolicy::nanos).orElse(Long.MAX_VALUE);
  }

  /** Saturates: a time of 300 years is one without end. */
  private static long nanos(Duration time) {
    return TimeUnit.NANOSECONDS.convert(time);
  }

  private static void positive(String name, Duration time) {
    if (time.isZero() || time.isNegative()) {
      throw new IllegalArgumentException(name + " is " + time + ": expected a time above zero");
    }
  }

  /** A call that starts in a context of its own, too: interceptors further in may look at it. */
  private static final class DetachedCall<ReqT, RespT>
      extends SimpleForwardingClientCall<ReqT, RespT> {

    private final Context alone;

    DetachedCall(ClientCall<ReqT, RespT> call, Context alone) {
      super(call);
      this.alone = alone;
    }

    @Override
    public void start(Listener<RespT> responseListener, Metadata headers) {
      Context previous = alone.attach();
      try {
        super.start(responseListener, headers);
      } finally {
        alone.detach(previous);
      }
    }
  }

  private static Status tooLate(MethodDescriptor<?, ?> method, Deadline deadline) {
    Deadline caller = Context.current().getDeadline();
    String whose =
        caller != null && caller.isExpired()
            ? "the server call that it was to be made in"
            : "its stub, which is one moment for all calls of that stub,";
    long lateMillis = -deadline.timeRemaining(TimeUnit.MILLISECONDS);
    return Status.DEADLINE_EXCEEDED.withDescription(
        "%s was not called: the deadline of %s passed %d ms ago"
            .formatted(method.getFullMethodName(), whose, lateMillis));
  }
}
