package dev.grapnel.core.call;

import dev.grapnel.core.error.RpcException;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/**
 * A call that is closed once, whoever tries, and whose response carries the metadata of its
 * context.
 */
final class ScopedCall<ReqT, RespT> extends SimpleForwardingServerCall<ReqT, RespT> {

  @SuppressWarnings("rawtypes") // A field updater knows raw classes only.
  private static final AtomicIntegerFieldUpdater<ScopedCall> CLOSED =
      AtomicIntegerFieldUpdater.newUpdater(ScopedCall.class, "closed");

  private final CallContext context;
  private final FailureReporter failures;
  private volatile boolean failed;
  private volatile int closed;

  ScopedCall(ServerCall<ReqT, RespT> call, CallContext context, FailureReporter failures) {
    super(call);
    this.context = context;
    this.failures = failures;
  }

  @Override
  public void sendHeaders(Metadata headers) {
    if (!failed) {
      context.responseMetadata().moveInto(headers);
      super.sendHeaders(headers);
    }
  }

  @Override
  public void sendMessage(RespT message) {
    if (failed) {
      return;
    }
    try {
      super.sendMessage(message);
    } catch (IllegalStateException closedMeanwhile) {
      // A callback failed and closed the call while another thread was sending: nobody is
      // listening.
      if (!failed) {
        throw closedMeanwhile;
      }
    }
  }

  @Override
  public void close(Status status, Metadata trailers) {
    if (status.isOk()) {
      closeOnce(status, trailers);
    } else if (status.getCode() == Status.Code.UNKNOWN && status.getCause() != null) {
      // The handler passed an exception without a status to onError.
      RpcException failure = failures.report(status.getCause(), context);
      closeOnce(failure.getStatus(), trailersOf(failure));
    } else {
      closeOnce(SafeText.of(status), trailers);
    }
  }

  /** Closes the call because a callback threw. */
  void fail(Throwable thrown) {
    RpcException failure = failures.report(thrown, context);
    failed = true;
    closeOnce(failure.getStatus(), trailersOf(failure));
  }

  boolean hasFailed() {
    return failed;
  }

  /** The peer is gone and a callback threw all the same: there is nothing to send. */
  void failedAfterEnd(Throwable thrown) {
    failures.reportAfterEnd(thrown, context);
  }

  private void closeOnce(Status status, Metadata trailers) {
    if (closed != 0 || !CLOSED.compareAndSet(this, 0, 1)) {
      return;
    }
    context.responseMetadata().moveInto(trailers);
    super.close(status, trailers);
  }

  private static Metadata trailersOf(RpcException failure) {
    Metadata trailers = failure.getTrailers();
    return trailers == null ? new Metadata() : trailers;
  }
}
