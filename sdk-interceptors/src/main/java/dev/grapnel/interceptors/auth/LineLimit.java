package dev.grapnel.interceptors.auth;

import dev.grapnel.core.lifecycle.Ticker;
import java.time.Duration;

/** Lets so many lines a minute into the log. Thread-safe. */
final class LineLimit {

  static final int LINES = 10;

  /** What {@link #next} returns for a line too many. */
  static final long NONE = -1;

  private static final long WINDOW = Duration.ofMinutes(1).toNanos();

  private final Ticker ticker;
  private long start;
  private int lines;
  private long left;

  LineLimit(Ticker ticker) {
    this.ticker = ticker;
    this.start = ticker.read();
  }

  /** Returns how many lines were left out since the last one that was not, or {@link #NONE}. */
  synchronized long next() {
    long now = ticker.read();
    if (now - start >= WINDOW) {
      start = now;
      lines = 0;
    }
    if (lines == LINES) {
      left++;
      return NONE;
    }
    lines++;
    long leftOut = left;
    left = 0;
    return leftOut;
  }
}
