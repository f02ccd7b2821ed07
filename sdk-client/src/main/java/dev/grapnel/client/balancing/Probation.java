package dev.grapnel.client.balancing;

import java.util.concurrent.atomic.AtomicInteger;

/** The few calls that an address gets after its ejection, to be judged by. Thread-safe. */
final class Probation {

  private final AtomicInteger calls;

  /** How many intervals it went on for; in the synchronization context. */
  private int intervals;

  Probation(int calls) {
    this.calls = new AtomicInteger(calls);
  }

  /** Takes one of the calls, if any is left. */
  boolean take() {
    return calls.get() > 0 && calls.getAndDecrement() > 0;
  }

  /** Ends an interval, and returns how many it were. */
  int nextInterval() {
    return ++intervals;
  }
}
