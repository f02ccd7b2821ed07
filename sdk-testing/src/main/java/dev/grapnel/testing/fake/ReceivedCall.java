package dev.grapnel.testing.fake;

import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One call that reached a {@link FakeService}, while it runs and after. Thread-safe.
 *
 * @param <ReqT> the type of the requests
 */
public final class ReceivedCall<ReqT> {

  private final Metadata metadata;
  private final @Nullable Deadline deadline;
  private final List<ReqT> requests = new ArrayList<>();
  private boolean halfClosed;
  private @Nullable Script<ReqT, ?> answeredBy;
  private boolean refused;
  private boolean cancelled;
  private @Nullable Status status;
  private @Nullable Throwable scriptFailure;

  ReceivedCall(Metadata metadata, @Nullable Deadline deadline) {
    this.metadata = copy(metadata);
    this.deadline = deadline;
  }

  /**
   * Returns the only request.
   *
   * @return the request
   * @throws IllegalStateException if the client sent none so far, or more than one
   */
  public synchronized ReqT request() {
    if (requests.size() != 1) {
      throw new IllegalStateException(
          "The call has %d requests so far, expected exactly 1: see requests()"
              .formatted(requests.size()));
    }
    return requests.get(0);
  }

  /**
   * Returns the requests so far.
   *
   * @return a copy, in order
   */
  public synchronized List<ReqT> requests() {
    return List.copyOf(requests);
  }

  /**
   * Returns what the client sent before the first message.
   *
   * @return a copy
   */
  public Metadata metadata() {
    return copy(metadata);
  }

  /**
   * Returns when the client gives up.
   *
   * @return the deadline, if the client set one
   */
  public Optional<Deadline> deadline() {
    return Optional.ofNullable(deadline);
  }

  /**
   * Tells whether the client has said that no request follows.
   *
   * @return whether it half-closed
   */
  public synchronized boolean isHalfClosed() {
    return halfClosed;
  }

  /**
   * Tells whether the client cancelled, its deadline was over or its connection was lost before the
   * call was answered to its end.
   *
   * @return whether it ended so
   */
  public synchronized boolean isCancelled() {
    return cancelled;
  }

  /**
   * Returns how the call ended.
   *
   * @return the status the fake sent, CANCELLED if the client was gone before; empty while the call
   *     runs
   */
  public synchronized Optional<Status> status() {
    return Optional.ofNullable(status);
  }

  @Override
  public synchronized String toString() {
    return "call with %s, %s"
        .formatted(
            requests.size() == 1 ? "1 request" : requests.size() + " requests",
            status == null ? "open" : String.valueOf(status.getCode()));
  }

  synchronized void add(ReqT request) {
    requests.add(request);
  }

  synchronized void halfClosed() {
    halfClosed = true;
  }

  synchronized void answeredBy(Script<ReqT, ?> script) {
    answeredBy = script;
  }

  synchronized @Nullable Script<ReqT, ?> answeredBy() {
    return answeredBy;
  }

  synchronized void refused() {
    refused = true;
  }

  synchronized boolean wasRefused() {
    return refused;
  }

  synchronized void ended(Status end) {
    if (status == null) {
      status = end;
    }
  }

  synchronized void cancelled() {
    if (status == null) {
      cancelled = true;
      status = Status.CANCELLED;
    }
  }

  synchronized void scriptFailed(Throwable failure) {
    if (scriptFailure == null) {
      scriptFailure = failure;
    }
  }

  synchronized @Nullable Throwable scriptFailure() {
    return scriptFailure;
  }

  private static Metadata copy(Metadata original) {
    Metadata copy = new Metadata();
    copy.merge(original);
    return copy;
  }
}
