package dev.grapnel.core.call;

import dev.grapnel.core.error.RpcException;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A call that is closed once, whoever tries, and with the mapped status of whatever is thrown.
 *
 * <p>A callback may fail while another thread of the handler sends, and grpc-java's calls are not
 * thread-safe: without the lock the client would now and then see a reset stream instead of the
 * failure.
 */
class FailableCall<ReqT, RespT> extends SimpleForwardingServerCall<ReqT, RespT> {

  private final CallContext context;
  private final FailureReporter failures;
  private volatile boolean failed;
  private volatile boolean closed;
  private boolean claimed;
  private boolean answered;

  FailableCall(ServerCall<ReqT, RespT> call, CallContext context, FailureReporter failures) {
    super(call);
    this.context = context;
    this.failures = failures;
  }

  /** After a failure it does nothing: nobody is listening any more. So does sendMessage. */
  @Override
  public final synchronized void sendHeaders(Metadata headers) {
    if (!failed) {
      leaving(headers);
      super.sendHeaders(headers);
    }
  }

  /** grpc-java would reset the stream of a second response where there may be one. */
  @Override
  public final synchronized void sendMessage(RespT message) {
    if (failed) {
      return;
    }
    if (answered && sendsOneMessage() && !closed && !isCancelled()) {
      fail(RpcException.of(Status.Code.INTERNAL, "too many responses"));
      return;
    }
    answered = true;
    super.sendMessage(message);
  }

  @Override
  public final void close(Status status, Metadata trailers) {
    if (status.isOk() && lacksResponse()) {
      closeFor(RpcException.of(Status.Code.INTERNAL, "completed without a response"));
      return;
    }
    if (closed || !FailureInterceptor.isThrown(status) || context.hasReported(status.getCause())) {
      closeUnlessClaimed(status, trailers);
      return;
    }
    closeFor(Objects.requireNonNull(status.getCause()));
  }

  /** Closes the call because a callback threw. */
  final void fail(Throwable thrown) {
    failed = true;
    if (closed) {
      failedAfterEnd(thrown);
      return;
    }
    try {
      closeFor(thrown);
    } catch (IllegalStateException closedByGrpcItself) {
      // As it does when a response cannot be serialized; the client has a status then.
    }
  }

  /**
   * Closes the call because of what the client sent: nothing of ours went wrong, so nothing is
   * mapped or reported.
   *
   * @return whether this closed it
   */
  final synchronized boolean refuse(Status status) {
    if (claimed || closed) {
      return false;
    }
    failed = true;
    closeOnce(status, null);
    return true;
  }

  /** Ends the loops of other threads after a failure. */
  @Override
  public final boolean isReady() {
    return !failed && super.isReady();
  }

  /** Ends the loops of other threads after a failure. */
  @Override
  public final boolean isCancelled() {
    return failed || super.isCancelled();
  }

  final boolean hasFailed() {
    return failed;
  }

  final CallContext context() {
    return context;
  }

  /** The call is over and a callback threw all the same: there is nothing to send. */
  final void failedAfterEnd(Throwable thrown) {
    if (!context.hasReported(thrown)) {
      failures.reportAfterEnd(thrown, context);
    }
  }

  /** Whether the client gets a status from elsewhere, which this one must not overtake. */
  boolean isAnswered() {
    return false;
  }

  /** What a subclass does to headers or trailers that are about to leave. */
  void leaving(Metadata metadata) {}

  /** What a subclass does to the status that is about to leave. */
  Status leaving(Status status) {
    return status;
  }

  /** grpc-java would reset the stream: the client would not learn why, nor any interceptor. */
  private synchronized boolean lacksResponse() {
    return !answered && sendsOneMessage() && !closed && !isCancelled();
  }

  private boolean sendsOneMessage() {
    return getMethodDescriptor().getType().serverSendsOneMessage();
  }

  /** The interceptors around see what was thrown as the cause; it never leaves the process. */
  private void closeFor(Throwable thrown) {
    if (!claim(thrown)) {
      failedAfterEnd(thrown);
      return;
    }
    RpcException failure = failures.report(thrown, context);
    closeOnce(failure.getStatus().withCause(thrown), failure.getTrailers());
  }

  /** One thread maps and reports; another that has the same exception must not send it as it is. */
  private synchronized boolean claim(Throwable thrown) {
    if (claimed || closed) {
      return false;
    }
    claimed = true;
    context.reported(thrown);
    return true;
  }

  private synchronized void closeUnlessClaimed(Status status, @Nullable Metadata trailers) {
    if (!claimed) {
      closeOnce(status, trailers);
    }
  }

  private synchronized void closeOnce(Status status, @Nullable Metadata trailers) {
    if (closed) {
      return;
    }
    closed = true;
    if (isAnswered()) {
      return;
    }
    Metadata own = status.isOk() && trailers != null ? trailers : copyOf(trailers);
    leaving(own);
    super.close(leaving(status), own);
  }

  /** grpc-java writes into trailers, and those of an exception may be shared by many calls. */
  private static Metadata copyOf(@Nullable Metadata trailers) {
    Metadata copy = new Metadata();
    if (trailers != null) {
      copy.merge(trailers);
    }
    return copy;
  }
}
