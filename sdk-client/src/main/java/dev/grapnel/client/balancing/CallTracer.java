package dev.grapnel.client.balancing;

import dev.grapnel.core.lifecycle.Ticker;
import io.grpc.ClientStreamTracer;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * Follows one attempt of a call to an address.
 *
 * <p>It counts from the first sign that the stream was started: its first message, or its headers
 * on the wire. A call that is cancelled while it waits for a connection can leave behind a stream
 * that is created, but neither started nor closed; counted from its creation it would be counted
 * for ever.
 */
final class CallTracer extends ClientStreamTracer {

  /** Makes the tracers of one kind of calls to one address. */
  static final class Factory extends ClientStreamTracer.Factory {

    private final AddressStatistics statistics;
    private final AddressEvents events;
    private final Ticker ticker;
    private final boolean isUnary;

    Factory(AddressStatistics statistics, AddressEvents events, Ticker ticker, boolean isUnary) {
      this.statistics = statistics;
      this.events = events;
      this.ticker = ticker;
      this.isUnary = isUnary;
    }

    @Override
    public ClientStreamTracer newClientStreamTracer(StreamInfo info, Metadata headers) {
      return new CallTracer(this, deadline(info));
    }

    /** Of the call, or of the call that it is made for. */
    private static @Nullable Deadline deadline(StreamInfo info) {
      Deadline own = info.getCallOptions().getDeadline();
      Deadline outer = Context.current().getDeadline();
      return own == null || outer == null ? (own == null ? outer : own) : own.minimum(outer);
    }
  }

  private static final int CREATED = 0;
  private static final int WAITING = 1;
  private static final int SENT = 2;
  private static final int CLOSED = 3;

  private static final AtomicIntegerFieldUpdater<CallTracer> PHASE =
      AtomicIntegerFieldUpdater.newUpdater(CallTracer.class, "phase");

  private final Factory origin;
  private final @Nullable Deadline deadline;
  private final long createdAt;
  private final int createdIn;
  private volatile int phase = CREATED;

  private CallTracer(Factory origin, @Nullable Deadline deadline) {
    this.origin = origin;
    this.deadline = deadline;
    createdAt = origin.isUnary ? origin.ticker.read() : 0;
    createdIn = origin.statistics.interval();
  }

  @Override
  public void outboundMessage(int sequenceNumber) {
    if (phase == CREATED && PHASE.compareAndSet(this, CREATED, WAITING)) {
      began();
      origin.events.waitingStreams(1);
    }
  }

  @Override
  public void outboundHeaders() {
    if (PHASE.compareAndSet(this, CREATED, SENT)) {
      began();
    } else if (PHASE.compareAndSet(this, WAITING, SENT)) {
      origin.events.waitingStreams(-1);
    }
  }

  @Override
  public void streamClosed(Status status) {
    int before = PHASE.getAndSet(this, CLOSED);
    if (before == WAITING) {
      origin.events.waitingStreams(-1);
    }
    if (before == WAITING || before == SENT) {
      ended(code(status));
    }
  }

  private void began() {
    if (origin.isUnary) {
      origin.statistics.unaryBegan(createdIn);
    } else {
      origin.statistics.began();
    }
  }

  private void ended(Status.Code code) {
    if (origin.isUnary) {
      origin.statistics.unaryEnded(createdIn, code, origin.ticker.read() - createdAt);
    } else {
      origin.statistics.ended(code);
    }
  }

  /** When a deadline passes, grpc-java's retry layer cancels the attempt like any it drops. */
  private Status.Code code(Status status) {
    boolean isTooLate =
        status.getCode() == Status.Code.CANCELLED && deadline != null && deadline.isExpired();
    return isTooLate ? Status.Code.DEADLINE_EXCEEDED : status.getCode();
  }
}
