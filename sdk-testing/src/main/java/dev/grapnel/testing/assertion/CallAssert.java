package dev.grapnel.testing.assertion;

import io.grpc.Status;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Assertions on a call that brings one response.
 *
 * @param <T> the response
 */
public final class CallAssert<T> extends OutcomeAssert<CallAssert<T>, T> {

  @SuppressWarnings({"unchecked", "rawtypes"}) // A class literal has no type arguments.
  CallAssert(Outcome<T> actual) {
    super(actual, (Class) CallAssert.class);
  }

  /**
   * Verifies that the call ended with OK.
   *
   * @return this assertion
   * @throws AssertionError if it failed; the failure is the cause
   */
  public CallAssert<T> succeeds() {
    messagesAfterSuccess("OK");
    return this;
  }

  /**
   * Verifies that the call ended with OK and this response.
   *
   * @param expected the response
   * @return this assertion
   * @throws AssertionError if it failed, or brought another
   */
  public CallAssert<T> returns(T expected) {
    T response = messagesAfterSuccess(Text.message(expected)).get(0);
    if (!Objects.equals(expected, response)) {
      throw error(
          Report.of(actual.call() + " returned the wrong response")
              .expected(Text.message(expected))
              .butWas(Text.message(response)));
    }
    return this;
  }

  /**
   * Verifies that the call ended with OK and a response that passes.
   *
   * @param requirements fails with an {@link AssertionError} of its own
   * @return this assertion
   * @throws AssertionError if the call failed, or that of the requirements
   */
  public CallAssert<T> satisfiesResponse(Consumer<? super T> requirements) {
    requirements.accept(messagesAfterSuccess("a response").get(0));
    return this;
  }

  /**
   * Verifies that the call ended with this status.
   *
   * @param expected the code, anything but OK
   * @return assertions on the failure
   * @throws AssertionError if the call ended with another status; what it failed with is the cause
   * @throws IllegalArgumentException if the code is OK
   */
  public RpcFailureAssert failsWith(Status.Code expected) {
    return new RpcFailureAssert(failureInsteadOf(expected), actual.call())
        .as("%s", descriptionText())
        .hasCode(expected);
  }

  @Override
  Report withMessages(Report report) {
    return actual.messages().isEmpty()
        ? report
        : report.row("response", Text.message(actual.messages().get(0)));
  }
}
