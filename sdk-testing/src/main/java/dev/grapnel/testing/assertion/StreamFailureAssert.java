package dev.grapnel.testing.assertion;

import java.util.List;

/**
 * Assertions on the failure of a stream, and on the messages that came before it.
 *
 * @param <T> the messages
 */
public final class StreamFailureAssert<T> extends FailureAssert<StreamFailureAssert<T>> {

  private final List<T> messages;

  @SuppressWarnings({"unchecked", "rawtypes"}) // A class literal has no type arguments.
  StreamFailureAssert(Throwable actual, String call, List<T> messages) {
    super(actual, (Class) StreamFailureAssert.class, call);
    this.messages = List.copyOf(messages);
  }

  /**
   * Verifies that exactly these messages came before the failure, in this order.
   *
   * @param expected the messages; none if the call failed at once
   * @return this assertion
   * @throws AssertionError if others came
   */
  @SafeVarargs
  @SuppressWarnings("varargs") // The array is only read.
  public final StreamFailureAssert<T> afterMessages(T... expected) {
    Differences.inOrder(call(), List.of(expected), messages)
        .ifPresent(
            report -> {
              throw error(report);
            });
    return this;
  }
}
