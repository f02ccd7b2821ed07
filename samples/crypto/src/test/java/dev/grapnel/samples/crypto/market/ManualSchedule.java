package dev.grapnel.samples.crypto.market;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A schedule on which a period passes when a test says so. */
public final class ManualSchedule implements Schedule {

  private record Entry(Duration period, Runnable task) {}

  private final List<Entry> entries = new CopyOnWriteArrayList<>();
  private final Semaphore cancellations = new Semaphore(0);

  @Override
  public Repetition every(Duration period, Runnable task) {
    Entry entry = new Entry(period, task);
    entries.add(entry);
    return () -> {
      entries.remove(entry);
      cancellations.release();
    };
  }

  /** Runs everything that is repeated after exactly this period. */
  public void pass(Duration period) {
    for (Entry entry : entries) {
      if (entry.period().equals(period)) {
        entry.task().run();
      }
    }
  }

  /** How many tasks there are. */
  public int tasks() {
    return entries.size();
  }

  /** Waits until so many tasks were cancelled. */
  public boolean awaitCancellations(int count) throws InterruptedException {
    return cancellations.tryAcquire(count, 20, TimeUnit.SECONDS);
  }
}
