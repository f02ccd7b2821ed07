package dev.grapnel.interceptors.deadline;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A call that another thread may end while its handler sends.
 *
 * <p>Calls of grpc-java are not thread-safe, so whoever touches this one holds the lock. The thread
 * that ends it never waits for that, since all other limits would wait with it: it leaves the
 * ending to the thread that is sending.
 */
final class LimitedCall<ReqT, RespT> extends SimpleForwardingServerCall<ReqT, RespT> {

  private final ReentrantLock lock = new ReentrantLock();

  /**
   * What the call is ended with from here, or OK for whatever its handler chose: the first wins.
   */
  private final AtomicReference<@Nullable Status> end = new AtomicReference<>();

  private volatile boolean endSent;

  LimitedCall(ServerCall<ReqT, RespT> call) {
    super(call);
  }

  /** Ends the call, with anything but OK; tells whether the handler had not ended it before. */
  boolean end(Status status) {
    if (!end.compareAndSet(null, status)) {
      return false;
    }
    sendEnd();
    return true;
  }

  /** Tells whether the call was ended from here, and not by its handler. */
  boolean isEnded() {
    Status decided = end.get();
    return decided != null && !decided.isOk();
  }

  @Override
  public void sendHeaders(Metadata headers) {
    lock.lock();
    try {
      if (!isEnded()) {
        super.sendHeaders(headers);
      }
    } finally {
      lock.unlock();
      sendEnd();
    }
  }

  @Override
  public void sendMessage(RespT message) {
    lock.lock();
    try {
      if (!isEnded()) {
        super.sendMessage(message);
      }
    } finally {
      lock.unlock();
      sendEnd();
    }
  }

  /** Does nothing once the limit has closed the call; a handler that closes twice hears of it. */
  @Override
  public void close(Status status, Metadata trailers) {
    if (end.compareAndSet(null, Status.OK) || !isEnded()) {
      super.close(status, trailers);
    }
  }

  @Override
  public boolean isReady() {
    return !isEnded() && super.isReady();
  }

  @Override
  public boolean isCancelled() {
    return isEnded() || super.isCancelled();
  }

  /** Whoever holds the lock comes here after letting it go, so the end is never forgotten. */
  private void sendEnd() {
    Status status = end.get();
    while (status != null && !status.isOk() && !endSent && lock.tryLock()) {
      try {
        if (!endSent) {
          endSent = true;
          super.close(status, new Metadata());
        }
      } finally {
        lock.unlock();
      }
    }
  }
}
