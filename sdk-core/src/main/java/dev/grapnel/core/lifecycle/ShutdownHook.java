package dev.grapnel.core.lifecycle;

/** Closes a {@link Lifecycle} when the JVM ends, for example on SIGTERM or Ctrl-C. */
public final class ShutdownHook {

  private final Thread thread;

  private ShutdownHook(Thread thread) {
    this.thread = thread;
  }

  /**
   * Installs a hook.
   *
   * @param lifecycle what to close; a failure to close is logged by itself and ends nothing else
   * @param name the thread's name
   * @return the hook, to be removed when the lifecycle was closed otherwise
   */
  public static ShutdownHook install(Lifecycle lifecycle, String name) {
    Thread thread = new Thread(lifecycle::close, name);
    Runtime.getRuntime().addShutdownHook(thread);
    return new ShutdownHook(thread);
  }

  /** Removes the hook; does nothing when the JVM is already on its way down. */
  public void remove() {
    if (Thread.currentThread() == thread) {
      return;
    }
    try {
      Runtime.getRuntime().removeShutdownHook(thread);
    } catch (IllegalStateException alreadyShuttingDown) {
      // The hook runs or has run; there is nothing left to remove.
    }
  }
}
