package dev.grapnel.testing.fault;

/** What a proxy does to its connections at the moment. Belongs to the thread of the proxy. */
final class Conditions {

  static final int NEVER = -1;

  long minLatency;
  long maxLatency;
  long bytesPerSecond;
  boolean stalled;
  long cutAfter;
  int resetStreamAfter;

  Conditions() {
    heal();
  }

  void heal() {
    minLatency = 0;
    maxLatency = 0;
    bytesPerSecond = Long.MAX_VALUE;
    stalled = false;
    cutAfter = Long.MAX_VALUE;
    resetStreamAfter = NEVER;
  }

  long latency(double draw) {
    return minLatency + (long) (draw * (maxLatency - minLatency));
  }
}
