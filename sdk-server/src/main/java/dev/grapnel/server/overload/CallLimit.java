package dev.grapnel.server.overload;

/** How many unary calls may run at the same time. Thread-safe. */
interface CallLimit {

  /** The number now. */
  int calls();

  /** Learns from a call that is over. */
  void ended(long started, long nanos, int inFlight, boolean dropped);
}
