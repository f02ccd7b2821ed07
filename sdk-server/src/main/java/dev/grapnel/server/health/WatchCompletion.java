package dev.grapnel.server.health;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the Watch calls when the server stops: grpc-java's health service tells them NOT_SERVING and
 * then keeps them open, which would hold up every shutdown.
 */
final class WatchCompletion implements ServerInterceptor {

  private static final Logger logger = LoggerFactory.getLogger("grpc.health");

  private final Set<WatchCall<?, ?>> watches = ConcurrentHashMap.newKeySet();
  private volatile boolean complete;

  @Override
  public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
      ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
    if (call.getMethodDescriptor().getType() != MethodType.SERVER_STREAMING) {
      return next.startCall(call, headers);
    }
    WatchCall<ReqT, RespT> watch = new WatchCall<>(call);
    watches.add(watch);
    return new SimpleForwardingServerCallListener<ReqT>(next.startCall(watch, headers)) {
      @Override
      public void onHalfClose() {
        super.onHalfClose();
        if (complete) {
          watch.end();
        }
      }

      @Override
      public void onCancel() {
        watches.remove(watch);
        super.onCancel();
      }

      @Override
      public void onComplete() {
        watches.remove(watch);
        super.onComplete();
      }
    };
  }

  void completeAll() {
    complete = true;
    watches.forEach(WatchCall::end);
  }

  /**
   * Messages come from whichever thread changes a status; the end comes from the one that stops the
   * server.
   */
  private static final class WatchCall<ReqT, RespT>
      extends SimpleForwardingServerCall<ReqT, RespT> {
    private boolean closed;

    WatchCall(ServerCall<ReqT, RespT> call) {
      super(call);
    }

    @Override
    public synchronized void sendHeaders(Metadata headers) {
      if (!closed) {
        super.sendHeaders(headers);
      }
    }

    @Override
    public synchronized void sendMessage(RespT message) {
      if (closed) {
        return;
      }
      try {
        super.sendMessage(message);
      } catch (RuntimeException e) {
        // The other watchers, and whoever changed the status, have no part in it.
        logger.debug("a watcher cannot be told", e);
      }
    }

    @Override
    public synchronized void close(Status status, Metadata trailers) {
      if (!closed) {
        closed = true;
        super.close(status, trailers);
      }
    }

    void end() {
      try {
        close(Status.UNAVAILABLE.withDescription("the server is stopping"), new Metadata());
      } catch (RuntimeException e) {
        logger.debug("a watcher cannot be told", e);
      }
    }
  }
}
