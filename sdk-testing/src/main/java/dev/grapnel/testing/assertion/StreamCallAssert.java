package dev.grapnel.testing.assertion;

import io.grpc.Status;
import java.util.List;
import java.util.function.Consumer;

/**
 * Assertions on a call that brings a stream of messages, read to its end.
 *
 * @param <T> the messages
 */
public final class StreamCallAssert<T> extends OutcomeAssert<StreamCallAssert<T>, T> {

  @SuppressWarnings({"unchecked", "rawtypes"}) // A class literal has no type arguments.
  StreamCallAssert(Outcome<T> actual) {
    super(actual, (Class) StreamCallAssert.class);
  }

  /**
   * Verifies that the call ended with OK.
   *
   * @return this assertion
   * @throws AssertionError if it failed; the failure is the cause
   */
  public StreamCallAssert<T> succeeds() {
    messagesAfterSuccess("OK");
    return this;
  }

  /**
   * Verifies that the call brought exactly these messages in this order, then ended with OK.
   *
   * @param expected the messages; none for an empty stream
   * @return this assertion
   * @throws AssertionError if it failed, or brought others
   */
  @SafeVarargs
  @SuppressWarnings("varargs") // The array is only read.
  public final StreamCallAssert<T> returns(T... expected) {
    List<T> messages = List.of(expected);
    List<T> received = messagesAfterSuccess(Text.messages(messages, 0));
    Differences.inOrder(actual.call(), messages, received)
        .ifPresent(
            report -> {
              throw error(report);
            });
    return this;
  }

  /**
   * Verifies that the call ended with OK and that its messages pass.
   *
   * @param requirements fails with an {@link AssertionError} of its own
   * @return this assertion
   * @throws AssertionError if the call failed, or that of the requirements
   */
  public StreamCallAssert<T> satisfiesResponses(Consumer<? super List<T>> requirements) {
    requirements.accept(List.copyOf(messagesAfterSuccess("a stream of messages, then OK")));
    return this;
  }

  /**
   * Verifies that the call ended with this status, after any messages.
   *
   * @param expected the code, anything but OK
   * @return assertions on the failure and on what came before it
   * @throws AssertionError if the call ended with another status; what it failed with is the cause
   * @throws IllegalArgumentException if the code is OK
   */
  public StreamFailureAssert<T> failsWith(Status.Code expected) {
    Throwable failure = failureInsteadOf(expected);
    return new StreamFailureAssert<>(failure, actual.call(), actual.messages())
        .as("%s", descriptionText())
        .hasCode(expected);
  }

  @Override
  Report withMessages(Report report) {
    return report.row("messages", Text.messages(actual.messages(), 0));
  }
}
