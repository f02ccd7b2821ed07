package dev.grapnel.server.overload;

import dev.grapnel.core.config.Problems;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How many calls a server takes at the same time, and how long they may wait for a worker.
 *
 * <p>What comes above is answered at once with RESOURCE_EXHAUSTED, with {@code RetryInfo} and
 * {@code grpc-retry-pushback-ms} telling when to come again; health, reflection and calls that run
 * on the event loop or on virtual threads never wait. A call whose deadline passed while it waited
 * is not started.
 *
 * <p>By number: {@link #maxCalls} running and waiting in all, {@link #maxWaiting} waiting for one
 * pool of workers. By time, as in Controlled Delay (RFC 8289): a queue may grow to a wait of {@code
 * interval}, but when it has not been empty for an {@code interval}, it may cost no more than
 * {@code target}. The wait of a new call is foreseen from how long workers are busy with a call. So
 * bursts are served and a standing queue, which helps nobody, is not kept. Not thread-safe.
 */
public final class OverloadOptions {

  /** At most 10,000 calls at the same time. */
  public static final int DEFAULT_MAX_CALLS = 10_000;

  /** At most 1000 calls wait for one pool of workers. */
  public static final int DEFAULT_MAX_WAITING = 1000;

  /** A standing queue may cost 5 milliseconds. */
  public static final Duration DEFAULT_TARGET_WAIT = Duration.ofMillis(5);

  /** A queue that has not been empty for 100 milliseconds is a standing one. */
  public static final Duration DEFAULT_INTERVAL = Duration.ofMillis(100);

  /** No call is started that waited for longer than 1 second. */
  public static final Duration DEFAULT_MAX_WAIT = Duration.ofSeconds(1);

  int maxCalls = DEFAULT_MAX_CALLS;
  int maxWaiting = DEFAULT_MAX_WAITING;
  Duration targetWait = DEFAULT_TARGET_WAIT;
  Duration interval = DEFAULT_INTERVAL;
  Duration maxWait = DEFAULT_MAX_WAIT;
  boolean adaptive;

  /** Creates options with the defaults. */
  public OverloadOptions() {}

  /**
   * Sets how many calls may run and wait at the same time; default 10,000.
   *
   * @param calls above zero
   * @return these options
   */
  public OverloadOptions maxCalls(int calls) {
    maxCalls = calls;
    return this;
  }

  /**
   * Sets how many calls may wait for one pool of workers; default 1000.
   *
   * @param calls above zero
   * @return these options
   */
  public OverloadOptions maxWaiting(int calls) {
    maxWaiting = calls;
    return this;
  }

  /**
   * Sets what waiting may cost; default 5 ms in a queue that has not been empty for 100 ms.
   * Whatever the times, half as many calls as there are workers may wait.
   *
   * @param target the longest wait in a standing queue
   * @param interval after which a queue counts as standing; until then calls may wait that long
   * @return these options
   */
  public OverloadOptions targetWait(Duration target, Duration interval) {
    this.targetWait = target;
    this.interval = interval;
    return this;
  }

  /**
   * Sets after which wait a call is not started any more, if handlers turned out slower than
   * foreseen; default 1 s.
   *
   * @param time not below the interval of {@link #targetWait}
   * @return these options
   */
  public OverloadOptions maxWait(Duration time) {
    maxWait = time;
    return this;
  }

  /**
   * Lets the server find out how many unary calls it can run at the same time, up to {@link
   * #maxCalls}: it watches how long they take, and lowers the number as soon as they take longer
   * (the gradient of Netflix's concurrency-limits). For servers whose calls wait elsewhere, in a
   * database or on virtual threads, where no queue of ours shows that there are too many; default:
   * the fixed numbers only. Needs {@code com.netflix.concurrency-limits:concurrency-limits-core} on
   * the class path.
   *
   * @return these options
   */
  public OverloadOptions adaptive() {
    adaptive = true;
    return this;
  }

  /**
   * Finds what is wrong with these options.
   *
   * @return the problems, each a sentence; empty when all is well
   */
  public List<String> problems() {
    List<String> problems = new ArrayList<>();
    Problems expect = Problems.into(problems);
    expect.positive("overload.maxCalls", maxCalls);
    expect.positive("overload.maxWaiting", maxWaiting);
    expect.positive("overload.targetWait", targetWait);
    ordered("overload.targetWait", targetWait, "its interval", interval, problems);
    ordered("the interval of overload.targetWait", interval, "overload.maxWait", maxWait, problems);
    return problems;
  }

  private static void ordered(
      String name, Duration less, String other, Duration more, List<String> problems) {
    if (less.compareTo(more) > 0) {
      problems.add(name + " is " + less + ", above " + other + " of " + more);
    }
  }
}
