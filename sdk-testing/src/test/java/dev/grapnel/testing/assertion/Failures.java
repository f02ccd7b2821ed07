package dev.grapnel.testing.assertion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Looks at failing assertions. */
final class Failures {

  private Failures() {}

  static AbstractThrowableAssert<?, AssertionError> assertFails(
      ThrowingCallable assertion, String... lines) {
    AssertionError error = catchThrowableOfType(AssertionError.class, assertion);
    return assertThat(error).isNotNull().hasMessage(String.join("\n", lines));
  }
}
