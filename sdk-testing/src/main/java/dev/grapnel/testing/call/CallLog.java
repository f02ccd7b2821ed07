package dev.grapnel.testing.call;

import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The calls of one client, in the order in which they were started. Thread-safe. */
public final class CallLog {

  private final List<CallRecord> calls = new ArrayList<>();

  CallLog() {}

  /**
   * Returns every call so far.
   *
   * @return a copy
   */
  public synchronized List<CallRecord> all() {
    return List.copyOf(calls);
  }

  /**
   * Returns the calls of one method so far.
   *
   * @param method the method, for example {@code UserServiceGrpc.getGetUserMethod()}
   * @return a copy
   */
  public List<CallRecord> to(MethodDescriptor<?, ?> method) {
    String name = method.getFullMethodName();
    return all().stream().filter(c -> c.method().getFullMethodName().equals(name)).toList();
  }

  /**
   * Returns the calls that have not ended.
   *
   * @return a copy
   */
  public List<CallRecord> open() {
    return all().stream().filter(CallRecord::isOpen).toList();
  }

  /**
   * Fails if calls are open that nobody ended, and cancels those, so that they fail one test only.
   *
   * @param grace how long to wait for calls that are just ending; ends when the thread is
   *     interrupted
   * @throws OpenCallError if calls are still open after that; it names each
   */
  public void assertNoneOpen(Duration grace) {
    List<CallRecord> left = awaitNoneOpen(grace).stream().filter(CallRecord::isLeft).toList();
    if (!left.isEmpty()) {
      OpenCallError error = OpenCallError.of(left);
      left.forEach(call -> call.cancel("left open at the end of the test"));
      throw error;
    }
  }

  private synchronized List<CallRecord> awaitNoneOpen(Duration grace) {
    long end = System.nanoTime() + TimeUnit.NANOSECONDS.convert(grace);
    List<CallRecord> open = open();
    try {
      for (long left = end - System.nanoTime();
          left > 0 && !open.isEmpty();
          left = end - System.nanoTime()) {
        TimeUnit.NANOSECONDS.timedWait(this, left);
        open = open();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    return open;
  }

  synchronized void add(CallRecord call) {
    calls.add(call);
  }

  synchronized void oneEnded() {
    notifyAll();
  }
}
