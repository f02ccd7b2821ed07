package dev.grapnel.core.call;

import dev.grapnel.core.error.RpcException;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

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
  private volatile @Nullable Throwable reported;
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
    if (!isThrown(status) || closed != 0) {
      closeOnce(status, trailers);
      return;
    }
    Throwable thrown = Objects.requireNonNull(status.getCause());
    reported = thrown;
    RpcException failure = failures.report(thrown, context);
    closeOnce(failure.getStatus(), failure.getTrailers());
  }

  /** Closes the call because a callback threw. */
  void fail(Throwable thrown) {
    failed = true;
    if (closed != 0) {
      if (thrown != reported) {
        failures.reportAfterEnd(thrown, context);
      }
      return;
    }
    RpcException failure = failures.report(thrown, context);
    try {
      closeOnce(failure.getStatus(), failure.getTrailers());
    } catch (IllegalStateException closedByGrpcItself) {
      // As it does when a response cannot be serialized; the client has a status then.
    }
  }

  /** A client that is told of a failure needs nothing more: loops of other threads end by these. */
  @Override
  public boolean isReady() {
    return !failed && super.isReady();
  }

  @Override
  public boolean isCancelled() {
    return failed || super.isCancelled();
  }

  boolean hasFailed() {
    return failed;
  }

  /** The peer is gone and a callback threw all the same: there is nothing to send. */
  void failedAfterEnd(Throwable thrown) {
    failures.reportAfterEnd(thrown, context);
  }

  private void closeOnce(Status status, @Nullable Metadata trailers) {
    if (closed != 0 || !CLOSED.compareAndSet(this, 0, 1)) {
      return;
    }
    // Copied, because grpc-java writes into them and an exception may be shared by many calls.
    Metadata copy = new Metadata();
    if (trailers != null) {
      copy.merge(trailers);
    }
    context.responseMetadata().moveInto(copy);
    super.close(SafeText.of(status), copy);
  }

  /** Tells whether the handler passed an exception without a status to onError. */
  private static boolean isThrown(Status status) {
    return status.getCode() == Status.Code.UNKNOWN
        && status.getCause() != null
        && status.getDescription() == null;
  }
}
