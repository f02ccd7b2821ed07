package dev.grapnel.server.executor;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Reaches virtual threads, which the JDK has from 21 on, from code that runs on 17. */
public final class VirtualThreadSupport {

  private VirtualThreadSupport() {}

  static boolean isAvailable() {
    return Runtime.version().feature() >= 21;
  }

  /**
   * Makes an executor that runs each task on a virtual thread of its own.
   *
   * @return the executor, to be shut down by the caller
   * @throws IllegalStateException on a JDK below 21
   */
  public static ExecutorService newExecutor() {
    try {
      return (ExecutorService)
          Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(
          "virtual threads need JDK 21, this is " + Runtime.version(), e);
    }
  }
}
