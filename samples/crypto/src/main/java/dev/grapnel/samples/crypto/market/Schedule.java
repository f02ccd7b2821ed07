package dev.grapnel.samples.crypto.market;

import java.time.Duration;

/** Runs tasks over and over; a seam, so that tests decide when time passes. */
public interface Schedule {

  /** Runs a task after each period, until it is cancelled. */
  Repetition every(Duration period, Runnable task);

  /** A task that is run over and over. */
  interface Repetition {
    /** Ends it; a run that has begun is finished. */
    void cancel();
  }
}
