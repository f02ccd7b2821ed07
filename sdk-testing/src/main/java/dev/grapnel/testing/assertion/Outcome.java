package dev.grapnel.testing.assertion;

import dev.grapnel.core.error.RpcException;
import dev.grapnel.testing.call.CallRecord;
import dev.grapnel.testing.call.CallTracker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What came of a call.
 *
 * @param <T> the messages of the server
 * @param call the method, or "the call" where it is not known
 * @param messages what the server sent, in order
 * @param thrown what the call failed with, without the wrappers of futures; null after success
 */
record Outcome<T>(String call, List<T> messages, @Nullable Exception thrown) {

  static final String UNNAMED = "the call";

  /** Makes a call and reads it to its end. */
  @FunctionalInterface
  interface Reading<T> {
    void into(List<T> messages) throws Exception;
  }

  static <T> Outcome<T> of(Reading<T> reading) {
    List<CallRecord> started = new ArrayList<>();
    List<T> messages = new ArrayList<>();
    List<Exception> thrown = new ArrayList<>();
    CallTracker.watch(
        () -> {
          try {
            reading.into(messages);
          } catch (Exception failure) {
            restoreInterrupt(failure);
            thrown.add(unwrap(failure));
          }
        },
        started);
    return new Outcome<>(name(started), messages, thrown.isEmpty() ? null : thrown.get(0));
  }

  static <T> T await(Future<T> future, Duration bound) throws Exception {
    try {
      return future.get(bound.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      future.cancel(true);
      throw new NotDone("no response within " + Text.duration(bound), late);
    }
  }

  static <V> V notNull(@Nullable V given, String expected) {
    if (given == null) {
      throw new IllegalStateException("the code under test gave null: expected " + expected);
    }
    return given;
  }

  /** Returns the failure as it was thrown, if it is one of gRPC. */
  Optional<Throwable> failure() {
    return Optional.<Throwable>ofNullable(thrown).filter(t -> RpcException.find(t).isPresent());
  }

  /** Tells that something was thrown where the test expected something else. */
  Report unexpected(String expected) {
    if (thrown == null) {
      return Report.of(call + " succeeded where a failure was expected")
          .expected(expected)
          .butWas("OK");
    }
    if (failure().isEmpty()) {
      String what =
          thrown instanceof NotDone ? " did not end in time" : " threw what is no failure of gRPC";
      return Report.of(call + what).expected(expected).butWas(describe(thrown));
    }
    RpcException failure = RpcException.from(thrown);
    Report report =
        Report.of(call + " failed where success was expected")
            .expected(expected)
            .butWas(Text.status(failure.getStatus()));
    return Details.areNone(failure) ? report : report.row("details", Details.of(failure));
  }

  private static String describe(Exception thrown) {
    return thrown instanceof NotDone ? String.valueOf(thrown.getMessage()) : thrown.toString();
  }

  private static String name(List<CallRecord> started) {
    return started.isEmpty()
        ? UNNAMED
        : started.get(started.size() - 1).method().getFullMethodName();
  }

  private static Exception unwrap(Exception failure) {
    Exception current = failure;
    while ((current instanceof ExecutionException || current instanceof CompletionException)
        && current.getCause() instanceof Exception cause) {
      current = cause;
    }
    return current;
  }

  private static void restoreInterrupt(Exception failure) {
    if (failure instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
  }

  /** The bound of a future passed; not to be mistaken for what the code under test throws. */
  private static final class NotDone extends Exception {

    private static final long serialVersionUID = 1L;

    NotDone(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
