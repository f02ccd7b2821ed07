package dev.grapnel.core.lifecycle;

/** A source of elapsed time, so that tests need not wait. */
@FunctionalInterface
public interface Ticker {

  /**
   * Reads the time since some fixed but arbitrary moment, as {@link System#nanoTime()} does.
   *
   * @return nanoseconds, monotonic
   */
  long read();

  /**
   * Returns the ticker of this machine.
   *
   * @return a ticker over {@link System#nanoTime()}
   */
  static Ticker system() {
    return System::nanoTime;
  }
}
