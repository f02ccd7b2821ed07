package dev.grapnel.testing.assertion;

import io.grpc.Status;
import java.util.Objects;
import java.util.function.Predicate;
import org.assertj.core.api.AbstractObjectAssert;
import org.jspecify.annotations.Nullable;

/** Assertions on a status, which has no details and no trailers. */
public final class StatusAssert extends AbstractObjectAssert<StatusAssert, Status> {

  @SuppressWarnings("NullAway") // AssertJ takes null, and isNotNull() tells it.
  StatusAssert(@Nullable Status actual) {
    super(actual, StatusAssert.class);
  }

  /**
   * Verifies that the code is OK.
   *
   * @return this assertion
   * @throws AssertionError if it is another
   */
  public StatusAssert isOk() {
    return hasCode(Status.Code.OK);
  }

  /**
   * Verifies the code.
   *
   * @param expected the code
   * @return this assertion
   * @throws AssertionError if it is another; the cause of the status, if any, is the cause
   */
  public StatusAssert hasCode(Status.Code expected) {
    isNotNull();
    if (actual.getCode() != expected) {
      throw error("the status has the wrong code", expected.name(), Text.status(actual));
    }
    return this;
  }

  /**
   * Verifies the description.
   *
   * @param expected the whole text
   * @return this assertion
   * @throws AssertionError if there is none or another
   */
  public StatusAssert hasDescription(String expected) {
    return checkDescription(expected::equals, Text.quoted(expected));
  }

  /**
   * Verifies a part of the description.
   *
   * @param part a text somewhere in it
   * @return this assertion
   * @throws AssertionError if it is not there
   */
  public StatusAssert hasDescriptionContaining(String part) {
    return checkDescription(
        description -> description != null && description.contains(part),
        "a text that contains " + Text.quoted(part));
  }

  /**
   * Verifies that there is no description.
   *
   * @return this assertion
   * @throws AssertionError if there is one
   */
  public StatusAssert hasNoDescription() {
    return checkDescription(Objects::isNull, Text.NONE);
  }

  private StatusAssert checkDescription(Predicate<@Nullable String> holds, String expected) {
    isNotNull();
    String description = actual.getDescription();
    if (!holds.test(description)) {
      throw error("the status has the wrong description", expected, Text.quoted(description));
    }
    return this;
  }

  private AssertionError error(String title, String expected, String butWas) {
    Report report = Report.of(title).expected(expected).butWas(butWas);
    return Report.caused(failure("%s", report), actual.getCause());
  }
}
