package dev.grapnel.core.lifecycle;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes a {@link Lifecycle} when the JVM ends, for example on SIGTERM or Ctrl-C. */
public final class ShutdownHook {

  private static final Logger logger = LoggerFactory.getLogger("grpc.server");

  private final Thread thread;

  private ShutdownHook(Thread thread) {
    this.thread = thread;
  }

  /**
   * Installs a hook.
   *
   * @param lifecycle what to close; a failure to close is logged by itself and ends nothing else
   * @param name the name of the thread that closes it
   * @param bound how long the JVM waits for it, above zero; then it ends all the same, so that code
   *     that blocks cannot hold it up
   * @return the hook, to be removed when the lifecycle was closed otherwise
   */
  public static ShutdownHook install(Lifecycle lifecycle, String name, Duration bound) {
    Thread thread = new Thread(() -> close(lifecycle, name, bound), name + "-hook");
    Runtime.getRuntime().addShutdownHook(thread);
    return new ShutdownHook(thread);
  }

  /** Removes the hook; does nothing when the JVM is already on its way down. */
  public void remove() {
    try {
      Runtime.getRuntime().removeShutdownHook(thread);
    } catch (IllegalStateException alreadyShuttingDown) {
      // The hook runs or has run; there is nothing left to remove.
    }
  }

  private static void close(Lifecycle lifecycle, String name, Duration bound) {
    Thread closing = new Thread(lifecycle::close, name);
    closing.setDaemon(true);
    closing.start();
    try {
      closing.join(Math.max(1, bound.toMillis()));
    } catch (InterruptedException e) {
      return;
    }
    if (closing.isAlive()) {
      Throwable where = new IllegalStateException("this is where it waits");
      where.setStackTrace(closing.getStackTrace());
      logger.warn("not closed within {}: the JVM ends all the same", bound, where);
    }
  }
}
