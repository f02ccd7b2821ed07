package dev.grapnel.testing.time;

import dev.grapnel.core.lifecycle.Ticker;
import io.grpc.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A clock that stands still until a test advances it, so that no test sleeps.
 *
 * <p>It is all the clocks that code asks for: an {@link InstantSource} for dates, a {@link Ticker}
 * for elapsed time, {@link #deadlineTicker()} for gRPC deadlines and {@link #scheduler()} for what
 * is to happen later. All of them show the same time. Thread-safe; threads that advance take turns.
 */
public final class VirtualClock implements InstantSource, Ticker {

  /** Where {@link #create()} stands: {@code 2030-01-01T00:00:00Z}. */
  public static final Instant DEFAULT_START = Instant.parse("2030-01-01T00:00:00Z");

  private static final Duration AWAIT = Duration.ofSeconds(10);

  private final Instant start;
  private final Timeline timeline = new Timeline();
  private final VirtualScheduler scheduler = new VirtualScheduler(timeline);
  private final Deadline.Ticker deadlineTicker =
      new Deadline.Ticker() {
        @Override
        public long nanoTime() {
          return timeline.now();
        }
      };

  private VirtualClock(Instant start) {
    this.start = start;
  }

  /**
   * Creates a clock that stands at {@link #DEFAULT_START}, the same in every run.
   *
   * @return the clock
   */
  public static VirtualClock create() {
    return at(DEFAULT_START);
  }

  /**
   * Creates a clock that stands at a moment.
   *
   * @param start what {@link #instant()} says until time is advanced
   * @return the clock
   */
  public static VirtualClock at(Instant start) {
    return new VirtualClock(start);
  }

  /**
   * Returns the moment at which the clock stands.
   *
   * @return the start and what was advanced since
   */
  @Override
  public Instant instant() {
    return start.plusNanos(timeline.now());
  }

  /**
   * Returns the time advanced since the clock was made.
   *
   * @return nanoseconds, 0 at first
   */
  @Override
  public long read() {
    return timeline.now();
  }

  /**
   * Returns this clock for gRPC: {@code InProcessServerBuilder.deadlineTicker} takes it.
   *
   * @return the ticker, the same each time
   */
  public Deadline.Ticker deadlineTicker() {
    return deadlineTicker;
  }

  /**
   * Returns a deadline on this clock, for {@code stub.withDeadline}.
   *
   * <p>It fires when time is advanced if the channel and the server use {@link #scheduler()}. gRPC
   * cannot compare deadlines of two clocks, see {@link #onVirtualTime(Deadline)}.
   *
   * @param timeout how far ahead; grpc-java allows up to 100 years
   * @return the deadline
   */
  public Deadline deadlineAfter(Duration timeout) {
    return Deadline.after(Timeline.nanos(timeout), TimeUnit.NANOSECONDS, deadlineTicker);
  }

  /**
   * Moves a deadline of real time to this clock, with the same time remaining; a deadline of this
   * clock stays as it is.
   *
   * <p>What remains is rounded up to whole milliseconds: the few microseconds since {@code
   * withDeadlineAfter(5, SECONDS)} are made good, and it is exactly 5 s here. Where a test needs
   * that to hold on a machine that pauses for longer, use {@link #deadlineAfter(Duration)}.
   *
   * @param deadline the deadline, of any clock
   * @return a deadline of this clock; due already if the given one is
   */
  public Deadline onVirtualTime(Deadline deadline) {
    if (isOnThisClock(deadline)) {
      return deadline;
    }
    long millis = -Math.floorDiv(-deadline.timeRemaining(TimeUnit.NANOSECONDS), 1_000_000L);
    return Deadline.after(millis, TimeUnit.MILLISECONDS, deadlineTicker);
  }

  /** A deadline does not tell its ticker; that it refuses to be compared is the only sign. */
  @SuppressWarnings("ReturnValueIgnored") // What counts is whether there is one.
  private boolean isOnThisClock(Deadline deadline) {
    try {
      deadline.compareTo(deadlineAfter(Duration.ZERO));
      return true;
    } catch (AssertionError tickersDiffer) {
      return false;
    }
  }

  /**
   * Returns a scheduler on this clock.
   *
   * <p>Its tasks run only when time is advanced, on the advancing thread, in the order in which
   * they fall due and then in that of submission; one scheduled without delay waits for the next
   * advance, too. {@code execute}, {@code submit} and {@code invokeAll} run their task at once, on
   * the thread of the caller: such a task waits for no time, and whoever hands it over would
   * otherwise wait for a test that waits for them.
   *
   * <p>A task that throws: its future holds the exception, a periodic task is not run again, and
   * time goes on. As the future of a {@code Runnable} is hardly ever asked, its exception goes to
   * the uncaught exception handler of the advancing thread as well, which prints it unless told
   * otherwise; what {@code execute} runs throws to its caller. Cancelling never interrupts: the
   * thread belongs to the test.
   *
   * <p>{@code shutdown} cancels periodic tasks and lets the others run when their time comes,
   * {@code shutdownNow} drops all of them. {@code awaitTermination} waits until the last task has
   * run, or until its timeout has passed on this clock or in real time.
   *
   * @return the scheduler, the same each time
   */
  public ScheduledExecutorService scheduler() {
    return scheduler;
  }

  /**
   * Advances time and runs, on this thread, every task that falls due on the way.
   *
   * <p>While a task runs, time stands where the task was due. Tasks that are scheduled meanwhile
   * run too if they fall due on the way. A task may advance time itself; the clock then ends where
   * the longer of the two leads.
   *
   * @param duration how far; zero runs what is due now
   * @throws IllegalArgumentException if the duration is negative, or leads more than 292 years from
   *     the start
   * @throws IllegalStateException if a million tasks ran without time moving, as they do when one
   *     schedules itself without delay
   */
  public void advance(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException(
          "the clock was to be advanced by "
              + duration
              + ": expected zero or more, it never goes back");
    }
    timeline.advance(duration);
  }

  /**
   * Advances time to the next pending task and runs it, with all others that are due by then.
   *
   * @return how far time was advanced; empty, and time stands, if no task is pending
   * @throws IllegalStateException as {@link #advance(Duration)} does
   */
  public Optional<Duration> advanceToNextTask() {
    return timeline.advanceToNextTask();
  }

  /**
   * Returns how many tasks of the scheduler wait for their time; a periodic one is one.
   *
   * @return the number, without cancelled tasks
   */
  public int pendingTasks() {
    return timeline.pendingTasks();
  }

  /**
   * Waits until other threads have scheduled something: a test that advances time before the code
   * under test waits for it would advance in vain.
   *
   * @param count how many tasks are to be pending, at least
   * @throws InterruptedException if the thread is interrupted
   * @throws AssertionError if there are fewer after 10 s of real time
   */
  public void awaitPendingTasks(int count) throws InterruptedException {
    timeline.awaitPendingTasks(count, AWAIT);
  }

  /**
   * Tells where the clock stands and what waits.
   *
   * @return for example {@code VirtualClock[2030-01-01T00:00:05Z, 2 tasks pending]}
   */
  @Override
  public String toString() {
    int pending = pendingTasks();
    return "VirtualClock[%s, %d %s pending]"
        .formatted(instant(), pending, pending == 1 ? "task" : "tasks");
  }
}
