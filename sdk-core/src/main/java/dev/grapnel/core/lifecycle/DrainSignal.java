package dev.grapnel.core.lifecycle;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells long-running calls that their server is about to stop, once. Thread-safe.
 *
 * <p>A server raises it after it has stopped to take new calls; calls hear of it through {@code
 * CallContext.onDrain} and end by themselves before the shutdown grace is over.
 */
public final class DrainSignal {

  private static final Logger logger = LoggerFactory.getLogger("grpc.server");

  private final Set<Runnable> actions = ConcurrentHashMap.newKeySet();
  private volatile boolean raised;

  /** Creates a signal that is not raised. */
  public DrainSignal() {}

  /**
   * Tells whether the signal was raised.
   *
   * @return whether the server drains
   */
  public boolean isRaised() {
    return raised;
  }

  /**
   * Runs an action when the signal is raised; at once, on this thread, if it was before.
   *
   * @param action what to do, on the thread that raises the signal; must not block. The same object
   *     is run once, however often it is added
   */
  public void add(Runnable action) {
    actions.add(action);
    if (raised && actions.remove(action)) {
      run(action);
    }
  }

  /**
   * Forgets an action that is not needed any more.
   *
   * @param action what was added; anything else is ignored
   */
  public void remove(Runnable action) {
    actions.remove(action);
  }

  /**
   * Raises the signal: runs every action once; what one throws is logged and keeps nobody from
   * hearing it.
   *
   * @return how many actions were run; 0 if the signal was raised before
   */
  public int raise() {
    raised = true;
    int count = 0;
    for (Runnable action : actions.toArray(new Runnable[0])) {
      if (actions.remove(action)) {
        run(action);
        count++;
      }
    }
    return count;
  }

  private static void run(Runnable action) {
    try {
      action.run();
    } catch (Throwable failure) {
      logger.warn("a drain action failed while the server stops", failure);
    }
  }
}
