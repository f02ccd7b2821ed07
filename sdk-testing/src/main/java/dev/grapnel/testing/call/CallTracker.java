package dev.grapnel.testing.call;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes every call of a channel into a {@link CallLog}.
 *
 * <p>All four call kinds; changes nothing about them. Thread-safe.
 */
public final class CallTracker implements ClientInterceptor {

  private static final ThreadLocal<@Nullable List<CallRecord>> WATCHED = new ThreadLocal<>();

  /** Tells the trackers below that a call is known already, and where it comes from. */
  private static final CallOptions.Key<Optional<StackTraceElement>> TRACKED_FROM =
      CallOptions.Key.create("grapnel-test-tracked-from");

  /**
   * The call that is made on this thread and not started yet: stubs tell its observer only then.
   */
  private static final ThreadLocal<@Nullable MethodDescriptor<?, ?>> BEGINNING =
      new ThreadLocal<>();

  private final CallLog log = new CallLog();

  private CallTracker() {}

  /**
   * Creates a tracker with an empty log.
   *
   * @return the tracker
   */
  public static CallTracker create() {
    return new CallTracker();
  }

  /**
   * Returns the log.
   *
   * @return the calls so far
   */
  public CallLog log() {
    return log;
  }

  /**
   * Runs code and returns which tracked calls it started on this thread.
   *
   * @param code what to run; what it throws goes to the caller of this method
   * @param started where the calls go, also if the code throws
   */
  public static void watch(Runnable code, List<CallRecord> started) {
    List<CallRecord> outer = WATCHED.get();
    WATCHED.set(new ArrayList<>());
    try {
      code.run();
    } finally {
      List<CallRecord> seen = WATCHED.get();
      started.addAll(seen == null ? List.of() : seen);
      if (outer == null) {
        WATCHED.remove();
      } else {
        WATCHED.set(outer);
      }
    }
  }

  /** The method of the call that an observer is told of, if its channel is tracked. */
  static @Nullable MethodDescriptor<?, ?> beginning() {
    return BEGINNING.get();
  }

  @Override
  public <ReqT, RespT> ClientCall<ReqT, RespT> interceptCall(
      MethodDescriptor<ReqT, RespT> method, CallOptions options, Channel next) {
    Optional<StackTraceElement> known = options.getOption(TRACKED_FROM);
    Optional<StackTraceElement> origin =
        known == null ? Optional.ofNullable(Origin.ofCurrentCall()) : known;
    TrackedCall<ReqT, RespT> call =
        new TrackedCall<>(
            next.newCall(method, options.withOption(TRACKED_FROM, origin)),
            new CallRecord(method, origin.orElse(null)),
            known == null,
            log);
    BEGINNING.set(method);
    return call;
  }

  private static final class TrackedCall<ReqT, RespT>
      extends SimpleForwardingClientCall<ReqT, RespT> {

    private final CallRecord record;
    private final boolean outermost;
    private final CallLog log;

    TrackedCall(
        ClientCall<ReqT, RespT> delegate, CallRecord record, boolean outermost, CallLog log) {
      super(delegate);
      this.record = record;
      this.outermost = outermost;
      this.log = log;
    }

    @Override
    public void start(Listener<RespT> listener, Metadata headers) {
      BEGINNING.remove();
      List<CallRecord> watched = WATCHED.get();
      if (watched != null && outermost) {
        watched.add(record);
      }
      record.endedBy(this);
      log.add(record);
      try {
        super.start(new TrackedListener<>(listener, record, log), headers);
      } catch (Throwable refused) {
        record.closed(Status.fromThrowable(refused), new Metadata());
        log.oneEnded();
        throw refused;
      }
    }

    @Override
    public void sendMessage(ReqT message) {
      super.sendMessage(message);
      record.messageSent();
    }

    @Override
    public void halfClose() {
      record.halfClosed();
      super.halfClose();
    }

    @Override
    public void cancel(@Nullable String message, @Nullable Throwable cause) {
      super.cancel(message, cause);
      record.cancelled();
    }
  }

  private static final class TrackedListener<RespT>
      extends SimpleForwardingClientCallListener<RespT> {

    private final CallRecord record;
    private final CallLog log;

    TrackedListener(ClientCall.Listener<RespT> delegate, CallRecord record, CallLog log) {
      super(delegate);
      this.record = record;
      this.log = log;
    }

    @Override
    public void onHeaders(Metadata headers) {
      record.headersReceived(headers);
      super.onHeaders(headers);
    }

    @Override
    public void onMessage(RespT message) {
      record.messageReceived();
      super.onMessage(message);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      record.closed(status, trailers);
      log.oneEnded();
      super.onClose(status, trailers);
    }
  }
}
