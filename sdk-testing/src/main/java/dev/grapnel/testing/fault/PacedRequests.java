package dev.grapnel.testing.fault;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Passes on requests for messages one at a time, each after a pause. Thread-safe. */
final class PacedRequests {

  private final Duration pause;
  private final Delays delays;
  private final IntConsumer next;
  private long waiting;
  private boolean stopped;
  private @Nullable Future<?> timer;

  PacedRequests(Duration pause, Delays delays, IntConsumer next) {
    this.pause = pause;
    this.delays = delays;
    this.next = next;
  }

  synchronized void add(int messages) {
    waiting += messages;
    pauseOnce();
  }

  synchronized void stop() {
    stopped = true;
    if (timer != null) {
      timer.cancel(false);
    }
  }

  private synchronized void pauseOnce() {
    if (!stopped && timer == null && waiting > 0) {
      timer = delays.after(pause, this::requestOne);
    }
  }

  private void requestOne() {
    synchronized (this) {
      timer = null;
      if (stopped) {
        return;
      }
      waiting--;
    }
    next.accept(1);
    pauseOnce();
  }
}
