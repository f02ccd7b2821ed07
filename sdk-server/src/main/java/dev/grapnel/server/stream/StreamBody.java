package dev.grapnel.server.stream;

import io.grpc.Context;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * One body on its thread. Made on the thread of the handler, run at most once, woken and cancelled
 * by the callbacks of its call.
 *
 * <p>The lock is taken to begin, to end and to cancel, never for a message: under it the thread is
 * interrupted while it is the body's, and at no other time.
 */
final class StreamBody {

  /** What the user wrote. */
  @FunctionalInterface
  interface Work {
    void run() throws Exception;
  }

  private static final Logger logger = LoggerFactory.getLogger("grpc.server");

  private final ServerCallStreamObserver<?> call;
  private final Context context = Context.current();
  private final @Nullable Map<String, String> mdc = MDC.getCopyOfContextMap();

  /** Set while the body runs. */
  private volatile @Nullable Thread thread;

  private volatile boolean cancelled;

  /** What ends the call even if the body goes on as if nothing had happened. */
  private @Nullable RuntimeException verdict;

  StreamBody(ServerCallStreamObserver<?> call) {
    this.call = call;
  }

  void run(Work work) {
    if (!begin()) {
      return;
    }
    Context previous = context.attach();
    if (mdc != null) {
      MDC.setContextMap(mdc);
    }
    try {
      Throwable thrown = outcome(work);
      if (end()) {
        logger.debug("the body of a stream ended after its call", thrown);
      } else if (thrown == null) {
        call.onCompleted();
      } else {
        call.onError(thrown);
      }
    } catch (RuntimeException notClosed) {
      // Plain grpc-java throws if an interceptor has closed the call in this moment.
      logger.warn("a stream could not be closed after its body", notClosed);
    } finally {
      context.detach(previous);
      MDC.clear();
    }
  }

  /** The call is over; interrupts the body if it runs, and else keeps it from running. */
  synchronized void cancel() {
    cancelled = true;
    if (thread != null) {
      thread.interrupt();
    }
  }

  /** Something happened that the body may wait for. */
  void wake() {
    LockSupport.unpark(thread);
  }

  /** Waits until woken, or for no reason at all. */
  void await(Object forWhat, long nanos) {
    check();
    LockSupport.parkNanos(forWhat, nanos);
    if (Thread.interrupted()) {
      throw cancellation();
    }
  }

  /** Makes sure that the body may read and write. */
  void check() {
    if (Thread.currentThread() != thread) {
      throw new IllegalStateException(
          "a stream is read and written on the thread of its body, while the body runs; this is "
              + Thread.currentThread().getName());
    }
    if (cancelled) {
      throw cancellation();
    }
    if (verdict != null) {
      throw verdict;
    }
  }

  RuntimeException fail(RuntimeException failure) {
    verdict = failure;
    return failure;
  }

  private synchronized boolean begin() {
    if (cancelled) {
      return false;
    }
    thread = Thread.currentThread();
    return true;
  }

  private synchronized boolean end() {
    thread = null;
    clearInterrupt();
    return cancelled;
  }

  private @Nullable Throwable outcome(Work work) {
    try {
      work.run();
      return verdict;
    } catch (Throwable thrown) {
      return verdict == null ? thrown : verdict;
    }
  }

  /** The exception tells it; what the body does next, to clean up, is not interrupted as well. */
  private synchronized CancellationException cancellation() {
    clearInterrupt();
    return new CancellationException(
        cancelled ? "the call is over" : "the thread of the stream was interrupted");
  }

  @SuppressWarnings("ResultOfMethodCallIgnored")
  private static void clearInterrupt() {
    Thread.interrupted();
  }
}
