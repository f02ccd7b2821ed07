package dev.grapnel.interceptors.logging;

import dev.grapnel.core.call.FailureInterceptor;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.Objects;

/** Counts what is sent, and sees how the call is closed. */
final class LoggedServerCall<ReqT, RespT> extends SimpleForwardingServerCall<ReqT, RespT> {

  private final LoggedCall logged;
  private final Context context;
  private volatile boolean mapped;

  LoggedServerCall(ServerCall<ReqT, RespT> call, LoggedCall logged, Context context) {
    super(call);
    this.logged = logged;
    this.context = context;
  }

  @Override
  public void sendMessage(RespT message) {
    logged.sent(message);
    super.sendMessage(message);
  }

  /** The answer goes out first: the caller does not wait for the log. */
  @Override
  public void close(Status status, Metadata trailers) {
    if (!mapped && FailureInterceptor.isThrown(status)) {
      fail(Objects.requireNonNull(status.getCause()), trailers);
      return;
    }
    if (!logged.end()) {
      super.close(status, trailers);
      return;
    }
    Status told = told(status);
    try {
      super.close(status, trailers);
    } finally {
      logged.write(told, getAttributes());
    }
  }

  /**
   * Closes the call for what was thrown, as core would further out: only so does the line have the
   * status that the caller gets. What the handler throws does not come here in Grapnel servers, but
   * what interceptors in between throw does.
   */
  void fail(Throwable thrown) {
    fail(thrown, new Metadata());
  }

  /** The trailers count if the cause is mapped already, to a status that looks like none. */
  private void fail(Throwable thrown, Metadata trailers) {
    if (mapped || logged.hasEnded()) {
      return;
    }
    mapped = true;
    context.run(() -> FailureInterceptor.fail(this, thrown, trailers));
  }

  /** Writes the line of a call that the caller ended, unless it was closed before. */
  void cancelled() {
    if (logged.end()) {
      logged.write(cancellation(), getAttributes());
    }
  }

  /** Writes the line of a call that was closed, but not by way of this one. */
  void completed() {
    if (logged.end()) {
      boolean late = ownCancellation() == Status.Code.DEADLINE_EXCEEDED;
      Status elsewhere =
          Status.UNKNOWN.withDescription("closed outside of the logged interceptors");
      logged.write(late ? Status.DEADLINE_EXCEEDED : elsewhere, getAttributes());
    }
  }

  /** What the handler says is not what happens to a call that is over, or cannot end well. */
  private Status told(Status status) {
    Status.Code ended = logged.ended(isCancelled() ? ownCancellation() : status.getCode());
    // Asked again: the caller may have cancelled while that was decided.
    if (isCancelled() && ended != status.getCode()) {
      return ended.toStatus();
    }
    if (status.isOk() && getMethodDescriptor().getType().serverSendsOneMessage()) {
      int sent = logged.sent();
      if (sent != 1) {
        String problem = sent == 0 ? "completed without a response" : "too many responses";
        return Status.INTERNAL.withDescription(problem);
      }
    }
    return status;
  }

  private Status cancellation() {
    return logged.ended(ownCancellation()).toStatus();
  }

  /** Inside of an interceptor that ends calls by a limit of its own. */
  private Status.Code ownCancellation() {
    Deadline deadline = context.getDeadline();
    return deadline != null && deadline.isExpired()
        ? Status.Code.DEADLINE_EXCEEDED
        : Status.Code.CANCELLED;
  }
}
