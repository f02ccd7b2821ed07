package dev.grapnel.core.lifecycle;

/** The states that a server or a companion of it goes through, always in this order. */
public enum LifecycleState {
  /** Built, not started. */
  NEW,
  /** Opening its resources. */
  STARTING,
  /** Doing its work. */
  SERVING,
  /** Taking no new work, finishing what runs. */
  DRAINING,
  /** Done; cannot be started again. */
  STOPPED
}
