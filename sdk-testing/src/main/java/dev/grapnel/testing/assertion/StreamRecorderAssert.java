package dev.grapnel.testing.assertion;

import dev.grapnel.testing.call.StreamRecorder;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.AbstractObjectAssert;
import org.jspecify.annotations.Nullable;

/**
 * Assertions on what a {@link StreamRecorder} got. Each waits for what it needs, as many messages
 * as it names or the end of the call: up to 10 seconds of real time, or as {@link #within} says.
 *
 * <p>A call that goes on may bring more messages after an assertion has passed. To rule that out,
 * ask for the end first: {@code assertThat(recorder).completesNormally().hasReceived(a, b)}.
 *
 * @param <T> the messages of the server
 */
public final class StreamRecorderAssert<T>
    extends AbstractObjectAssert<StreamRecorderAssert<T>, StreamRecorder<T>> {

  private Duration bound = Duration.ofSeconds(10);

  @SuppressWarnings({"unchecked", "rawtypes", "NullAway"}) // isNotNull() tells of null.
  StreamRecorderAssert(@Nullable StreamRecorder<T> actual) {
    super(actual, (Class) StreamRecorderAssert.class);
  }

  /**
   * Bounds the waits of the assertions that follow.
   *
   * @param limit how long each may wait
   * @return this assertion
   */
  public StreamRecorderAssert<T> within(Duration limit) {
    bound = limit;
    return this;
  }

  /**
   * Waits for the end of the call and verifies that it brought exactly these messages, in this
   * order. {@link #startsWith} does not wait for the end.
   *
   * @param expected the messages; none if nothing came
   * @return this assertion
   * @throws AssertionError if others came, or the call does not end in time
   */
  @SafeVarargs
  @SuppressWarnings("varargs") // The array is only read.
  public final StreamRecorderAssert<T> hasReceived(T... expected) {
    return check(Differences.inOrder(called(), List.of(expected), all(expected)));
  }

  /**
   * Verifies that these messages came first, in this order.
   *
   * @param expected the first messages
   * @return this assertion
   * @throws AssertionError if others came first, or fewer in time
   */
  @SafeVarargs
  @SuppressWarnings("varargs") // The array is only read.
  public final StreamRecorderAssert<T> startsWith(T... expected) {
    return check(Differences.atStart(called(), List.of(expected), received(expected.length)));
  }

  /**
   * Waits for the end of the call and verifies that it brought exactly these messages, each as
   * often as it is named, in any order.
   *
   * @param expected the messages
   * @return this assertion
   * @throws AssertionError if others came, or the call does not end in time
   */
  @SafeVarargs
  @SuppressWarnings("varargs") // The array is only read.
  public final StreamRecorderAssert<T> containsInAnyOrder(T... expected) {
    return check(Differences.inAnyOrder(called(), List.of(expected), all(expected)));
  }

  /**
   * Verifies that the call ends with OK.
   *
   * @return this assertion
   * @throws AssertionError if it fails, or does not end in time
   */
  public StreamRecorderAssert<T> completesNormally() {
    if (!ended("OK").isOk()) {
      throw error(outcome().unexpected("OK").row("messages", messages()));
    }
    return this;
  }

  /**
   * Verifies that the call ends with this status, after any messages.
   *
   * @param expected the code, anything but OK
   * @return assertions on the failure and on what came before it
   * @throws AssertionError if the call ends with another, or not in time
   * @throws IllegalArgumentException if the code is OK
   */
  public StreamFailureAssert<T> failsWith(Status.Code expected) {
    ended(expected.name());
    return new StreamCallAssert<>(outcome()).as("%s", descriptionText()).failsWith(expected);
  }

  private Status ended(String expected) {
    isNotNull();
    try {
      return actual.awaitEnd(bound);
    } catch (AssertionError late) {
      throw error(
          Report.of(called() + " did not end within " + Text.duration(bound))
              .expected(expected)
              .butWas(actual.toString())
              .row("messages", messages()));
    }
  }

  /** After the end: a message more may always come before it. */
  private List<T> all(T[] expected) {
    ended("the end after " + Text.messages(List.of(expected), 0));
    return actual.messages();
  }

  private List<T> received(int count) {
    isNotNull();
    try {
      return actual.awaitMessages(count, bound);
    } catch (AssertionError tooFew) {
      return actual.messages(); // Too few are told beside what was expected.
    }
  }

  private StreamRecorderAssert<T> check(Optional<Report> difference) {
    difference.ifPresent(
        report -> {
          throw error(report.row("stream", actual.toString()));
        });
    return this;
  }

  private Outcome<T> outcome() {
    return new Outcome<>(called(), actual.messages(), actual.failure().orElse(null));
  }

  private String messages() {
    return Text.messages(actual.messages(), 0);
  }

  private AssertionError error(Report report) {
    return Report.caused(failure("%s", report), actual.failure().orElse(null));
  }

  private String called() {
    isNotNull();
    return actual.method().orElse(Outcome.UNNAMED);
  }
}
