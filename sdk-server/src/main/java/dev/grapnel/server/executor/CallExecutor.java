package dev.grapnel.server.executor;

import java.util.concurrent.Executor;

/** Chooses the threads that run the handlers of a server, a service or a method. Immutable. */
public sealed interface CallExecutor {

  /** The server's bounded worker threads; the default. */
  record SharedWorkers() implements CallExecutor {}

  /**
   * Worker threads of its own, so that slow methods do not hold up others.
   *
   * @param threads how many, at least 1
   */
  record OwnWorkers(int threads) implements CallExecutor {

    /**
     * Checks the number.
     *
     * @param threads how many
     * @throws IllegalArgumentException if there is less than one
     */
    public OwnWorkers {
      if (threads < 1) {
        throw new IllegalArgumentException(threads + " worker threads: expected at least 1");
      }
    }
  }

  /** The network threads themselves; the cheapest, for handlers that never block. */
  record EventLoop() implements CallExecutor {}

  /** One virtual thread for each call; needs JDK 21. */
  record VirtualThreads() implements CallExecutor {}

  /**
   * An executor of the user's own, which the server does not shut down.
   *
   * @param executor where handlers run; must not reject tasks, since grpc-java then answers
   *     INTERNAL
   */
  record Given(Executor executor) implements CallExecutor {}

  /**
   * Returns the server's bounded worker threads.
   *
   * @return the default choice
   */
  static CallExecutor workers() {
    return new SharedWorkers();
  }

  /**
   * Returns worker threads that nothing else uses.
   *
   * @param threads how many, at least 1
   * @return the choice
   */
  static CallExecutor workers(int threads) {
    return new OwnWorkers(threads);
  }

  /**
   * Returns the network threads. A handler that blocks on them stops every connection they serve.
   *
   * @return the choice
   */
  static CallExecutor eventLoop() {
    return new EventLoop();
  }

  /**
   * Returns a virtual thread for each call.
   *
   * @return the choice; a server that uses it does not build on a JDK below 21
   */
  static CallExecutor virtualThreads() {
    return new VirtualThreads();
  }

  /**
   * Returns an executor of your own; you shut it down.
   *
   * @param executor where handlers run; must not reject tasks
   * @return the choice
   */
  static CallExecutor of(Executor executor) {
    return new Given(executor);
  }
}
