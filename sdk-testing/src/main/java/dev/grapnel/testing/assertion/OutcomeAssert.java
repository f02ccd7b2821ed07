package dev.grapnel.testing.assertion;

import io.grpc.Status;
import java.util.List;
import org.assertj.core.api.AbstractAssert;

/** What the assertions on calls have in common, whether one message is the answer or many are. */
abstract class OutcomeAssert<SELF extends OutcomeAssert<SELF, T>, T>
    extends AbstractAssert<SELF, Outcome<T>> {

  OutcomeAssert(Outcome<T> actual, Class<SELF> type) {
    super(actual, type);
  }

  /** Adds what the server sent, in the words of this kind of call. */
  abstract Report withMessages(Report report);

  final List<T> messagesAfterSuccess(String expected) {
    if (actual.thrown() != null) {
      Report report = actual.unexpected(expected);
      throw error(actual.failure().isPresent() ? withMessages(report) : report);
    }
    return actual.messages();
  }

  final Throwable failureInsteadOf(Status.Code expected) {
    if (expected == Status.Code.OK) {
      throw new IllegalArgumentException("OK is no failure: expected another code, or succeeds()");
    }
    return actual
        .failure()
        .orElseThrow(
            () -> {
              Report report = actual.unexpected(expected.name());
              return error(actual.thrown() == null ? withMessages(report) : report);
            });
  }

  final AssertionError error(Report report) {
    return Report.caused(failure("%s", report), actual.thrown());
  }
}
