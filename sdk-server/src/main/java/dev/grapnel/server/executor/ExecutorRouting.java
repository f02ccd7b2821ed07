package dev.grapnel.server.executor;

import dev.grapnel.core.lifecycle.Countdown;
import dev.grapnel.core.lifecycle.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends each call to the executor chosen for its method, and owns the pools that are made for it.
 *
 * <p>A call changes threads once at most: grpc-java looks the method up on the network thread and
 * goes on where this class says. Threads are daemons and start with the first call that needs them.
 * Thread-safe once built.
 */
public final class ExecutorRouting implements AutoCloseable {

  private final List<ExecutorService> owned = new ArrayList<>();
  private final Map<CallExecutor, Executor> opened = new HashMap<>();

  /** By identity: two services with as many threads each still have their own. */
  private final IdentityHashMap<CallExecutor, Executor> openedForOne = new IdentityHashMap<>();

  private final Map<String, Executor> byMethod = new HashMap<>();
  private final int maxWorkers;
  private final CallExecutor defaultChoice;
  private final Executor defaultExecutor;

  /**
   * Creates a routing without any method.
   *
   * @param defaultChoice where calls go that nothing else was chosen for
   * @param maxWorkers threads of the shared workers
   */
  public ExecutorRouting(CallExecutor defaultChoice, int maxWorkers) {
    this.defaultChoice = defaultChoice;
    this.maxWorkers = maxWorkers;
    this.defaultExecutor = executor(defaultChoice);
  }

  /**
   * Tells whether a choice works on this JDK.
   *
   * @param choice the choice
   * @return whether it can be used here
   */
  public static boolean isSupported(CallExecutor choice) {
    return !(choice instanceof CallExecutor.VirtualThreads) || VirtualThreadSupport.isAvailable();
  }

  /**
   * Sends a method's calls to an executor.
   *
   * @param fullMethodName service and method, for example {@code crypto.CryptoService/GetCoin}
   * @param choice where its calls run
   */
  public void route(String fullMethodName, CallExecutor choice) {
    byMethod.put(fullMethodName, executor(choice));
  }

  /**
   * Tells whether every call runs on the network threads, which grpc-java can then take a shorter
   * way for.
   *
   * @return whether nothing was chosen but {@link CallExecutor#eventLoop()}
   */
  public boolean isEventLoopOnly() {
    return defaultChoice instanceof CallExecutor.EventLoop
        && byMethod.values().stream().allMatch(defaultExecutor::equals);
  }

  /**
   * Returns where a method's calls run.
   *
   * @param fullMethodName service and method; any text for the default choice
   * @return the executor
   */
  public Executor executorOf(String fullMethodName) {
    return byMethod.getOrDefault(fullMethodName, defaultExecutor);
  }

  /**
   * Tells how many calls an executor can run at the same time before the next one waits.
   *
   * @param executor one of this routing
   * @return the most threads of a pool; as many as the machine has processors for another executor
   *     of the user's own; 0 where calls never wait
   */
  public int workersOf(Executor executor) {
    if (executor instanceof ThreadPoolExecutor pool) {
      // Behind a queue without a bound a pool does not grow.
      boolean grows = pool.getQueue().remainingCapacity() < Integer.MAX_VALUE;
      return grows ? pool.getMaximumPoolSize() : pool.getCorePoolSize();
    }
    boolean given = opened.containsKey(CallExecutor.of(executor));
    return given ? Runtime.getRuntime().availableProcessors() : 0;
  }

  /**
   * Lets the pools that were made here end by themselves; they take no more calls.
   *
   * @param time how long to wait for what still runs
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public void finish(Duration time) throws InterruptedException {
    owned.forEach(ExecutorService::shutdown);
    Countdown countdown = Countdown.start(time, Ticker.system());
    for (ExecutorService pool : owned) {
      pool.awaitTermination(countdown.remaining().toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  /** Ends the pools that were made here; running handlers are interrupted. */
  @Override
  public void close() {
    owned.forEach(ExecutorService::shutdownNow);
  }

  Executor executor(CallExecutor choice) {
    return choice instanceof CallExecutor.OwnWorkers
        ? openedForOne.computeIfAbsent(choice, this::open)
        : opened.computeIfAbsent(choice, this::open);
  }

  private Executor open(CallExecutor choice) {
    if (choice instanceof CallExecutor.EventLoop) {
      return Runnable::run;
    }
    if (choice instanceof CallExecutor.Given given) {
      return given.executor();
    }
    ExecutorService pool;
    if (choice instanceof CallExecutor.VirtualThreads) {
      pool = VirtualThreadSupport.newExecutor();
    } else if (choice instanceof CallExecutor.OwnWorkers own) {
      pool = workers(own.threads(), "grapnel-own-worker-");
    } else {
      pool = workers(maxWorkers, "grapnel-worker-");
    }
    owned.add(pool);
    return pool;
  }

  private static ExecutorService workers(int threads, String namePrefix) {
    AtomicInteger number = new AtomicInteger();
    return new ThreadPoolExecutor(
        threads,
        threads,
        0,
        TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(),
        task -> {
          Thread thread = new Thread(task, namePrefix + number.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
  }
}
