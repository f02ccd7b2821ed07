package dev.grapnel.core.call;

import dev.grapnel.core.error.RpcException;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A call that is closed once, whoever tries, and whose response carries the metadata of its
 * context.
 *
 * <p>A callback may fail while another thread of the handler sends, and grpc-java's calls are not
 * thread-safe: without the lock the client would now and then see a reset stream instead of the
 * failure.
 */
final class ScopedCall<ReqT, RespT> extends SimpleForwardingServerCall<ReqT, RespT> {

  private final CallContext context;
  private final FailureReporter failures;
  private volatile @Nullable Throwable reported;
  private volatile boolean failed;
  private volatile boolean closed;

  ScopedCall(ServerCall<ReqT, RespT> call, CallContext context, FailureReporter failures) {
    super(call);
    this.context = context;
    this.failures = failures;
  }

  /** After a failure it does nothing: nobody is listening any more. So does sendMessage. */
  @Override
  public synchronized void sendHeaders(Metadata headers) {
    if (!failed) {
      context.responseMetadata().moveInto(headers);
      super.sendHeaders(headers);
    }
  }

  @Override
  public synchronized void sendMessage(RespT message) {
    if (!failed) {
      super.sendMessage(message);
    }
  }

  @Override
  public void close(Status status, Metadata trailers) {
    if (closed || !isThrown(status)) {
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
    if (closed) {
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

  /** Ends the loops of other threads after a failure. */
  @Override
  public boolean isReady() {
    return !failed && super.isReady();
  }

  /** Ends the loops of other threads after a failure. */
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

  private synchronized void closeOnce(Status status, @Nullable Metadata trailers) {
    if (closed) {
      return;
    }
    closed = true;
    Metadata own = status.isOk() && trailers != null ? trailers : copyOf(trailers);
    context.responseMetadata().moveInto(own);
    super.close(SafeText.of(status), own);
  }

  /** grpc-java writes into trailers, and those of an exception may be shared by many calls. */
  private static Metadata copyOf(@Nullable Metadata trailers) {
    Metadata copy = new Metadata();
    if (trailers != null) {
      copy.merge(trailers);
    }
    return copy;
  }

  /** Tells whether the handler passed an exception without a status to onError. */
  private static boolean isThrown(Status status) {
    return status.getCode() == Status.Code.UNKNOWN
        && status.getCause() != null
        && status.getDescription() == null;
  }
}
