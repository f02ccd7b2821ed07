package dev.grapnel.core.lifecycle;

import java.time.Duration;

/** Something that is started once, serves, and is closed once. Thread-safe. */
public interface Lifecycle extends AutoCloseable {

  /**
   * Returns where it stands.
   *
   * @return the state now
   */
  LifecycleState state();

  /**
   * Starts serving; returns when it serves.
   *
   * @throws IllegalStateException if it was started before
   */
  void start();

  /**
   * Waits until it is {@link LifecycleState#STOPPED}.
   *
   * @param timeout how long to wait at most
   * @return whether it has stopped
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  boolean awaitTermination(Duration timeout) throws InterruptedException;

  /** Drains, then stops; bounded in time, and harmless when called again. */
  @Override
  void close();
}
