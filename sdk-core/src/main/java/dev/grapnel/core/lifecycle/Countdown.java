package dev.grapnel.core.lifecycle;

import java.time.Duration;

/**
 * A bound on time that several steps share: each waits for what is {@link #remaining()}.
 * Thread-safe.
 */
public final class Countdown {

  private final Ticker ticker;
  private final long start;
  private final Duration total;

  private Countdown(Duration total, Ticker ticker) {
    this.ticker = ticker;
    this.total = total;
    this.start = ticker.read();
  }

  /**
   * Starts a countdown now.
   *
   * @param total how long it lasts
   * @param ticker where time comes from
   * @return the running countdown
   */
  public static Countdown start(Duration total, Ticker ticker) {
    return new Countdown(total, ticker);
  }

  /**
   * Returns the time that is left.
   *
   * @return the rest, never negative
   */
  public Duration remaining() {
    Duration rest = total.minusNanos(ticker.read() - start);
    return rest.isNegative() ? Duration.ZERO : rest;
  }

  /**
   * Tells whether the time is over.
   *
   * @return whether nothing remains
   */
  public boolean isOver() {
    return remaining().isZero();
  }
}
