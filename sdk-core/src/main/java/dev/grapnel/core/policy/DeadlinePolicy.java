package dev.grapnel.core.policy;

import io.grpc.CallOptions;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How long calls of a client may take: counted anew for each call, and within a server call never
 * longer than its caller waits.
 *
 * <p>The deadline of a call is the earlier of its own (that of its stub, or else the time-out from
 * now on) and the one of the server call it is made in, less a margin in which that server can
 * still answer. A deadline set on a stub is one moment for ever; a time-out is not.
 *
 * @param unary how long a unary call may take that has no deadline of its own; above zero
 * @param streaming the same for the streaming kinds; empty: no limit of their own
 * @param margin how much earlier than its caller a nested call has to be over; zero or more
 */
public record DeadlinePolicy(Duration unary, Optional<Duration> streaming, Duration margin) {

  /** A nested call is over 10 ms before its caller stops waiting. */
  public static final Duration DEFAULT_MARGIN = Duration.ofMillis(10);

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
   * Gives a call its deadline.
   *
   * @param method the method that is called
   * @param options the options of the call
   * @return the options with the deadline that holds, or unchanged if there is none
   */
  public CallOptions applyTo(MethodDescriptor<?, ?> method, CallOptions options) {
    Deadline own = own(method, options);
    Deadline caller = Context.current().getDeadline();
    Deadline earlier = caller == null ? null : caller.offset(-nanos(margin), TimeUnit.NANOSECONDS);
    Deadline deadline =
        own == null ? earlier : earlier == null || isShorter(own, earlier) ? own : earlier;
    return deadline == null || deadline.equals(options.getDeadline())
        ? options
        : options.withDeadline(deadline);
  }

  private @Nullable Deadline own(MethodDescriptor<?, ?> method, CallOptions options) {
    if (options.getDeadline() != null) {
      return options.getDeadline();
    }
    if (method.getType() == MethodDescriptor.MethodType.UNARY) {
      return Deadline.after(nanos(unary), TimeUnit.NANOSECONDS);
    }
    return streaming.map(time -> Deadline.after(nanos(time), TimeUnit.NANOSECONDS)).orElse(null);
  }

  /** By what remains, since deadlines of different tickers cannot be compared. */
  private static boolean isShorter(Deadline deadline, Deadline other) {
    return deadline.timeRemaining(TimeUnit.NANOSECONDS) < other.timeRemaining(TimeUnit.NANOSECONDS);
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
}
