package dev.grapnel.testing.fault;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for what no event tells of. */
final class Await {

  private Await() {}

  static void until(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("did not come true in 15 s");
      }
      Thread.onSpinWait();
    }
  }
}
