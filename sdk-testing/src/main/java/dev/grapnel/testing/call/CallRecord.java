package dev.grapnel.testing.call;

import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One call as its client sees it, while it runs and after. Thread-safe. */
public final class CallRecord {

  private final MethodDescriptor<?, ?> method;
  private final @Nullable StackTraceElement startedAt;
  private int sent;
  private int received;
  private boolean halfClosed;
  private boolean cancelled;
  private @Nullable Metadata headers;
  private @Nullable Status status;
  private @Nullable Metadata trailers;
  private @Nullable ClientCall<?, ?> call;

  CallRecord(MethodDescriptor<?, ?> method, @Nullable StackTraceElement startedAt) {
    this.method = method;
    this.startedAt = startedAt;
  }

  /**
   * Returns which method was called.
   *
   * @return the method
   */
  public MethodDescriptor<?, ?> method() {
    return method;
  }

  /**
   * Returns the line of the test that made the call.
   *
   * @return the nearest line outside grpc-java, the kit and generated stubs, if there is one
   */
  public Optional<StackTraceElement> startedAt() {
    return Optional.ofNullable(startedAt);
  }

  /**
   * Returns how many messages the client sent so far.
   *
   * @return a count
   */
  public synchronized int sent() {
    return sent;
  }

  /**
   * Returns how many messages reached the client so far.
   *
   * @return a count
   */
  public synchronized int received() {
    return received;
  }

  /**
   * Returns how the call ended.
   *
   * @return the status; empty while the call is open
   */
  public synchronized Optional<Status> status() {
    return Optional.ofNullable(status);
  }

  /**
   * Returns what came before the first message.
   *
   * @return the response headers; empty if none have come, as for a call that fails at once
   */
  public synchronized Optional<Metadata> headers() {
    return Optional.ofNullable(headers);
  }

  /**
   * Returns what came after the last message.
   *
   * @return the trailers; empty while the call is open
   */
  public synchronized Optional<Metadata> trailers() {
    return Optional.ofNullable(trailers);
  }

  /**
   * Tells whether the call has no status yet.
   *
   * @return whether it is open
   */
  public synchronized boolean isOpen() {
    return status == null;
  }

  /** Whether somebody still has to end it; one that its client cancelled may never tell its end. */
  synchronized boolean isLeft() {
    return status == null && !cancelled;
  }

  /**
   * Describes the state of the call for a failing test.
   *
   * @return for example {@code open: sent 1 message and half-closed, received 2 messages}
   */
  public synchronized String describe() {
    String end = status == null ? "open" : String.valueOf(status.getCode());
    return "%s: sent %s%s, received %s"
        .formatted(end, messages(sent), halfClosed ? " and half-closed" : "", messages(received));
  }

  @Override
  public String toString() {
    return method.getFullMethodName() + " " + describe();
  }

  private static String messages(int count) {
    return count == 1 ? "1 message" : count + " messages";
  }

  synchronized void messageSent() {
    sent++;
  }

  synchronized void messageReceived() {
    received++;
  }

  synchronized void headersReceived(Metadata received) {
    headers = received;
  }

  synchronized void cancelled() {
    cancelled = true;
  }

  synchronized void halfClosed() {
    halfClosed = true;
  }

  synchronized void closed(Status end, Metadata after) {
    if (status == null) {
      status = end;
      trailers = after;
      call = null;
    }
  }

  synchronized void endedBy(ClientCall<?, ?> running) {
    call = running;
  }

  /** Ends the call for its server, too; without the lock, since listeners may run at once. */
  void cancel(String why) {
    ClientCall<?, ?> running;
    synchronized (this) {
      running = call;
    }
    if (running != null) {
      running.cancel(why, null);
    }
  }
}
