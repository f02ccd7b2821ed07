package dev.grapnel.testing.call;

import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.TextFormat;
import dev.grapnel.core.error.RpcException;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what one call of an asynchronous stub brings: the messages and the end.
 *
 * <pre>{@code
 * StreamRecorder<User> users = StreamRecorder.create();
 * stub.listUsers(request, users);
 * users.awaitEnd();
 * }</pre>
 *
 * <p>Every await is bounded, by 10 seconds of real time unless told otherwise, and fails with an
 * {@link AssertionError} that tells what has come so far. Thread-safe; one recorder keeps one call.
 *
 * @param <T> the messages of the server
 */
public final class StreamRecorder<T> implements ClientResponseObserver<Object, T> {

  private enum Flow {
    AUTOMATIC,
    MANUAL
  }

  private static final Duration BOUND = Duration.ofSeconds(10);
  private static final int MOST_SHOWN = 10;

  private final Flow flow;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<T> messages = new ArrayList<>();
  private @Nullable ClientCallStreamObserver<Object> call;
  private @Nullable String method;
  private @Nullable Status end;
  private @Nullable RpcException failure;

  private StreamRecorder(Flow flow) {
    this.flow = flow;
  }

  /**
   * Creates a recorder that takes messages as they come.
   *
   * @param <T> the messages of the server
   * @return an empty recorder
   */
  public static <T> StreamRecorder<T> create() {
    return new StreamRecorder<>(Flow.AUTOMATIC);
  }

  /**
   * Creates a recorder that takes only as many messages as {@link #request} asks for.
   *
   * @param <T> the messages of the server
   * @return an empty recorder
   */
  public static <T> StreamRecorder<T> manual() {
    return new StreamRecorder<>(Flow.MANUAL);
  }

  /**
   * Returns the messages so far.
   *
   * @return a copy
   */
  public List<T> messages() {
    lock.lock();
    try {
      return List.copyOf(messages);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns how the call ended.
   *
   * @return the status; empty while the call is open
   */
  public Optional<Status> end() {
    lock.lock();
    try {
      return Optional.ofNullable(end);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns what the call failed with.
   *
   * @return the failure; empty while the call is open and after a normal end
   */
  public Optional<RpcException> failure() {
    lock.lock();
    try {
      return Optional.ofNullable(failure);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns which method was called.
   *
   * @return its full name; empty before the call, and if its channel is none of the kit
   */
  public Optional<String> method() {
    lock.lock();
    try {
      return Optional.ofNullable(method);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits up to 10 seconds until a message has come that is looked for; for streams whose number of
   * messages is not known.
   *
   * @param wanted tells such a message
   * @return the first one
   * @throws AssertionError if none came in time, or the call ended before
   */
  public T awaitMessage(Predicate<? super T> wanted) {
    lock.lock();
    try {
      await(BOUND, () -> messages.stream().anyMatch(wanted) || end != null);
      String missed = end == null ? within(BOUND) : "before its end";
      return messages.stream()
          .filter(wanted)
          .findFirst()
          .orElseThrow(() -> failed("did not bring the message " + missed, "such a message"));
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits up to 10 seconds until so many messages have come.
   *
   * @param count how many messages, counted from the first
   * @return all messages so far, as many or more
   * @throws AssertionError if fewer came in time, or the call ended before
   * @throws IllegalArgumentException if the count is negative
   */
  public List<T> awaitMessages(int count) {
    return awaitMessages(count, BOUND);
  }

  /**
   * Waits until so many messages have come.
   *
   * @param count how many messages, counted from the first
   * @param bound how long to wait
   * @return all messages so far, as many or more
   * @throws AssertionError if fewer came in time, or the call ended before
   * @throws IllegalArgumentException if the count is negative
   */
  public List<T> awaitMessages(int count, Duration bound) {
    if (count < 0) {
      throw new IllegalArgumentException("messages to wait for: " + count + ", expected 0 or more");
    }
    lock.lock();
    try {
      await(bound, () -> messages.size() >= count || end != null);
      if (messages.size() >= count) {
        return List.copyOf(messages);
      }
      String missed = end == null ? within(bound) : "before its end";
      throw failed("did not bring %s %s".formatted(counted(count), missed), counted(count));
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits up to 10 seconds until the call has ended.
   *
   * @return how it ended
   * @throws AssertionError if it is open after that
   */
  public Status awaitEnd() {
    return awaitEnd(BOUND);
  }

  /**
   * Waits until the call has ended.
   *
   * @param bound how long to wait
   * @return how it ended
   * @throws AssertionError if it is open after that
   */
  public Status awaitEnd(Duration bound) {
    lock.lock();
    try {
      await(bound, () -> end != null);
      if (end == null) {
        throw failed("did not end " + within(bound), "the end of the call");
      }
      return end;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Asks the server for more messages.
   *
   * @param count how many more
   * @throws IllegalStateException if the recorder is not {@link #manual}, or was not given to a
   *     stub yet
   */
  public void request(int count) {
    if (flow != Flow.MANUAL) {
      throw new IllegalStateException(
          "this recorder takes messages as they come: expected one of StreamRecorder.manual()");
    }
    call().request(count);
  }

  /**
   * Cancels the call; it ends with CANCELLED unless it has ended already.
   *
   * @throws IllegalStateException if the recorder was not given to a stub yet
   */
  public void cancel() {
    call().cancel("cancelled by StreamRecorder.cancel()", null);
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<Object> started) {
    lock.lock();
    try {
      if (call != null) {
        throw new IllegalStateException(
            "this recorder has a call already: expected a new one for each call");
      }
      call = started;
      MethodDescriptor<?, ?> called = CallTracker.beginning();
      method = called == null ? null : called.getFullMethodName();
    } finally {
      lock.unlock();
    }
    if (flow == Flow.MANUAL) {
      started.disableAutoRequestWithInitial(0);
    }
  }

  @Override
  public void onNext(T message) {
    change(() -> messages.add(message));
  }

  @Override
  public void onError(Throwable thrown) {
    change(
        () -> {
          RpcException read = RpcException.from(thrown);
          failure = read;
          end = read.getStatus();
        });
  }

  @Override
  public void onCompleted() {
    change(() -> end = Status.OK);
  }

  @Override
  public String toString() {
    lock.lock();
    try {
      return "%s after %s".formatted(end == null ? "open" : text(end), counted(messages.size()));
    } finally {
      lock.unlock();
    }
  }

  private void change(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private ClientCallStreamObserver<Object> call() {
    lock.lock();
    try {
      if (call == null) {
        throw new IllegalStateException(
            "this recorder has no call: expected it to be given to an asynchronous stub first");
      }
      return call;
    } finally {
      lock.unlock();
    }
  }

  private void await(Duration bound, BooleanSupplier reached) {
    long nanos = bound.toNanos();
    try {
      while (!reached.getAsBoolean() && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw failed("was interrupted while the test waited", "no interruption");
    }
  }

  private AssertionError failed(String what, String expected) {
    String text =
        "the call %s\n  expected: %s\n   but was: %s".formatted(what, expected, this)
            + (messages.isEmpty() ? "" : "\n  messages: " + shown());
    return new AssertionError(text, failure);
  }

  private String shown() {
    int first = Math.max(0, messages.size() - MOST_SHOWN);
    List<String> lines = new ArrayList<>();
    if (first > 0) {
      lines.add("(%d before)".formatted(first));
    }
    for (int i = first; i < messages.size(); i++) {
      lines.add("[%d] %s".formatted(i, text(messages.get(i))));
    }
    return String.join("\n            ", lines);
  }

  private static String text(Object message) {
    if (message instanceof MessageOrBuilder proto) {
      TextFormat.Printer printer = TextFormat.printer().escapingNonAscii(false);
      String fields = printer.emittingSingleLine(true).printToString(proto).strip();
      return proto.getDescriptorForType().getName() + "{" + fields + "}";
    }
    return message.toString();
  }

  private static String text(Status status) {
    String description = status.getDescription();
    return description == null
        ? status.getCode().name()
        : status.getCode().name() + ": " + description;
  }

  private static String counted(int count) {
    return count == 1 ? "1 message" : count + " messages";
  }

  private static String within(Duration bound) {
    long millis = bound.toMillis();
    return millis % 1000 == 0 ? "within " + millis / 1000 + " s" : "within " + millis + " ms";
  }
}
