package dev.grapnel.server.health;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one check again and again. The probe has a thread of its own, so that one that hangs holds
 * up nobody: it counts as failed after the timeout, and is not started a second time before it came
 * back.
 */
final class ServiceHealth {

  private static final Logger logger = LoggerFactory.getLogger("grpc.health");

  private final HealthCheck check;
  private final Runnable onChange;
  private boolean healthy;
  private int failures;
  private boolean told;
  private boolean running;

  ServiceHealth(HealthCheck check, Runnable onChange) {
    this.check = check;
    this.onChange = onChange;
  }

  String service() {
    return check.service();
  }

  synchronized boolean isHealthy() {
    return healthy;
  }

  void schedule(ScheduledExecutorService scheduler, ExecutorService probes) {
    var unused =
        scheduler.scheduleWithFixedDelay(
            () -> look(scheduler, probes), 0, nanos(check.period()), TimeUnit.NANOSECONDS);
  }

  private void look(ScheduledExecutorService scheduler, ExecutorService probes) {
    synchronized (this) {
      if (running) {
        return;
      }
      running = true;
    }
    Look look = new Look();
    try {
      Future<?> probe = probes.submit(() -> run(look));
      var unused =
          scheduler.schedule(
              () -> timedOut(look, probe), nanos(check.timeout()), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException stopping) {
      // Nobody asks any more.
    } catch (OutOfMemoryError noThread) {
      // If it got out of here, the check would never run again.
      ended();
      record(false, noThread.toString());
    }
  }

  private static long nanos(Duration time) {
    return TimeUnit.NANOSECONDS.convert(time);
  }

  private void run(Look look) {
    if (!look.begins()) {
      return;
    }
    boolean well = false;
    Throwable reason = null;
    try {
      well = check.probe().isHealthy();
    } catch (Throwable thrown) {
      reason = thrown;
    }
    try {
      if (look.isFirstAnswer()) {
        record(well, reason == null ? "it said no" : reason.toString());
      }
    } finally {
      // Not before the answer is noted: the next one must not be overtaken by it.
      ended();
    }
  }

  private synchronized void ended() {
    running = false;
  }

  private void timedOut(Look look, Future<?> probe) {
    if (look.isFirstAnswer()) {
      boolean neverBegan = look.abandons();
      probe.cancel(true);
      if (neverBegan) {
        ended();
      }
      record(false, "it took longer than " + check.timeout().toMillis() + " ms");
    }
  }

  /** Notes the outcome of one look; package-private for tests. */
  void record(boolean well, @Nullable String reason) {
    synchronized (this) {
      failures = well ? 0 : failures + 1;
      boolean now = well || (healthy && failures < check.failureThreshold());
      boolean changed = now != healthy || !told;
      told = true;
      healthy = now;
      if (!changed) {
        return;
      }
      if (now) {
        logger.info("{} is healthy", check.service());
      } else {
        logger.warn("{} is not healthy: {}", check.service(), reason);
      }
    }
    onChange.run();
  }

  /** A look ends once: by its answer or by its timeout. */
  private static final class Look {
    private boolean answered;
    private boolean begun;
    private boolean abandoned;

    /** Whether the probe is to run: not if its thread comes after the timeout. */
    synchronized boolean begins() {
      begun = !abandoned;
      return begun;
    }

    /** Whether the probe has not begun, and never will. */
    synchronized boolean abandons() {
      abandoned = !begun;
      return abandoned;
    }

    synchronized boolean isFirstAnswer() {
      boolean first = !answered;
      answered = true;
      return first;
    }
  }
}
