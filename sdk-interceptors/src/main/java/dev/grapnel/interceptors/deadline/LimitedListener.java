package dev.grapnel.interceptors.deadline;

import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Brings a handler its callbacks until its call is ended by {@link LimitedCall}; then it hears
 * {@code onCancel}, once, as of any call that was cancelled.
 *
 * <p>grpc-java tells that a call is over on the call's own executor, after whatever runs there; the
 * handler hears of it then. But that can take for ever: the last frame of a call waits behind
 * messages that the client does not read. So a handler that was not told after {@link #PATIENCE} is
 * told on a thread of ours, or by its own as soon as that comes back from a callback.
 */
final class LimitedListener<ReqT> extends ServerCall.Listener<ReqT> {

  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final LimitedCall<ReqT, ?> call;
  private final Deadline deadline;

  /** The context of the callbacks, with our deadline if we have one. */
  private final Context context;

  private final @Nullable LimitTimer timer;
  private LimitTimer.@Nullable Entry entry;
  private ServerCall.Listener<ReqT> handler = new ServerCall.Listener<>() {};

  // Guarded by this.
  private boolean running;
  private boolean overdue;
  private boolean told;

  /** For a call whose own deadline is the earlier: grpc-java sees to that. */
  LimitedListener(LimitedCall<ReqT, ?> call, Deadline deadline) {
    this.call = call;
    this.deadline = deadline;
    this.context = Context.current();
    this.timer = null;
  }

  LimitedListener(LimitedCall<ReqT, ?> call, Deadline deadline, LimitTimer timer) {
    this.call = call;
    this.deadline = deadline;
    this.context = Context.current().withDeadline(deadline, Unscheduled.INSTANCE);
    this.timer = timer;
  }

  <RespT> ServerCall.Listener<ReqT> start(
      ServerCall<ReqT, RespT> limited, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
    running = true;
    boolean started = false;
    Context previous = context.attach();
    try {
      if (timer != null) {
        entry = timer.add(this::exceeded);
      }
      handler = next.startCall(limited, headers);
      started = true;
      leave();
      return this;
    } finally {
      context.detach(previous);
      if (!started) {
        stopTiming();
        finish();
      }
    }
  }

  @Override
  public void onMessage(ReqT message) {
    if (!enter()) {
      return;
    }
    Context previous = context.attach();
    try {
      handler.onMessage(message);
    } finally {
      leaveAndDetach(previous);
    }
  }

  @Override
  public void onHalfClose() {
    if (isLate() || !enter()) {
      return;
    }
    Context previous = context.attach();
    try {
      handler.onHalfClose();
    } finally {
      leaveAndDetach(previous);
    }
  }

  @Override
  public void onReady() {
    if (!enter()) {
      return;
    }
    Context previous = context.attach();
    try {
      handler.onReady();
    } finally {
      leaveAndDetach(previous);
    }
  }

  @Override
  public void onCancel() {
    stopTiming();
    Context previous = context.attach();
    try {
      tell(handler::onCancel);
    } finally {
      context.detach(previous);
      finish();
    }
  }

  @Override
  public void onComplete() {
    stopTiming();
    Context previous = context.attach();
    try {
      tell(call.isEnded() ? handler::onCancel : handler::onComplete);
    } finally {
      context.detach(previous);
      finish();
    }
  }

  /** Where the request is one message the handler has not begun: then it need not. */
  private boolean isLate() {
    if (!call.getMethodDescriptor().getType().clientSendsOneMessage() || !deadline.isExpired()) {
      return false;
    }
    if (timer == null) {
      call.end(late(deadline.timeRemaining(TimeUnit.NANOSECONDS)));
    } else {
      exceeded();
    }
    return true;
  }

  static Status late(long remainingNanos) {
    return Status.DEADLINE_EXCEEDED.withDescription(
        "the deadline passed "
            + TimeUnit.NANOSECONDS.toMillis(-remainingNanos)
            + " ms before the server could begin with the call");
  }

  /** On the thread of the timer, mostly. */
  private void exceeded() {
    LimitTimer limit = timer;
    if (limit == null) {
      return;
    }
    try {
      call.end(limit.exceeded());
    } finally {
      if (call.isEnded()) {
        finish();
        limit.later(this::insist, PATIENCE);
      }
    }
  }

  private void insist() {
    synchronized (this) {
      if (told || running) {
        overdue = true;
        return;
      }
      told = true;
    }
    Timers.tellers().execute(context.wrap(handler::onCancel));
  }

  private synchronized boolean enter() {
    running = !told && !call.isEnded();
    return running;
  }

  private void leaveAndDetach(Context previous) {
    try {
      leave();
    } finally {
      context.detach(previous);
    }
  }

  private void leave() {
    synchronized (this) {
      running = false;
      if (!overdue) {
        return;
      }
    }
    tell(handler::onCancel);
  }

  private void tell(Runnable end) {
    synchronized (this) {
      if (told) {
        return;
      }
      told = true;
    }
    end.run();
  }

  private void stopTiming() {
    LimitTimer.Entry timed = entry;
    if (timed != null) {
      timed.remove();
    }
  }

  /** Ends the context, if it is ours. */
  private void finish() {
    if (timer != null && context instanceof Context.CancellableContext ours) {
      // Whoever comes first: grpc-java may tell of the end before the timer is through with it.
      ours.cancel(
          call.isEnded()
              ? new TimeoutException(timer.exceeded().getDescription())
              : ours.cancellationCause());
    }
  }
}
