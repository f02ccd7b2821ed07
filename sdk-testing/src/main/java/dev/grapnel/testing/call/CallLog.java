package dev.grapnel.testing.call;

import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

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
   * Fails if calls are open that nobody ended.
   *
   * @param grace how long to wait for calls that are just ending
   * @throws OpenCallError if calls are still open after that; it names each
   */
  public void assertNoneOpen(Duration grace) {
    long end = System.nanoTime() + grace.toNanos();
    synchronized (this) {
      while (!open().isEmpty()) {
        long millis = (end - System.nanoTime()) / 1_000_000;
        if (millis <= 0 || !pause(millis)) {
          throw OpenCallError.of(open());
        }
      }
    }
  }

  @SuppressWarnings("WaitNotInLoop") // The loop is the caller's.
  private synchronized boolean pause(long millis) {
    try {
      wait(millis);
      return true;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  synchronized void add(CallRecord call) {
    calls.add(call);
  }

  synchronized void oneEnded() {
    notifyAll();
  }
}
