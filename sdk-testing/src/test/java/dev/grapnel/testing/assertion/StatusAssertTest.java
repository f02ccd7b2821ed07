package dev.grapnel.testing.assertion;

import static dev.grapnel.testing.assertion.Failures.assertFails;
import static dev.grapnel.testing.assertion.GrpcAssertions.assertThat;

import io.grpc.Status;
import org.junit.jupiter.api.Test;

class StatusAssertTest {

  private static final Status GONE = Status.UNAVAILABLE.withDescription("gone at 7");

  @Test
  void passes() {
    assertThat(Status.OK).isOk().hasNoDescription().isEqualTo(Status.OK);
    assertThat(GONE)
        .hasCode(Status.Code.UNAVAILABLE)
        .hasDescription("gone at 7")
        .hasDescriptionContaining("7");
  }

  @Test
  void tellsTheWrongCode() {
    IllegalStateException why = new IllegalStateException();
    assertFails(
            () -> assertThat(GONE.withCause(why)).as("end").isOk(),
            "[end] the status has the wrong code",
            "  expected: OK",
            "   but was: UNAVAILABLE: gone at 7")
        .cause()
        .isSameAs(why);
    assertFails(
            () -> assertThat(Status.OK).hasCode(Status.Code.ABORTED),
            "the status has the wrong code",
            "  expected: ABORTED",
            "   but was: OK")
        .hasNoCause();
  }

  @Test
  void tellsTheWrongDescription() {
    assertFails(
        () -> assertThat(GONE).hasDescription("gone"),
        "the status has the wrong description",
        "  expected: \"gone\"",
        "   but was: \"gone at 7\"");
    assertFails(
        () -> assertThat(GONE).hasDescriptionContaining("8"),
        "the status has the wrong description",
        "  expected: a text that contains \"8\"",
        "   but was: \"gone at 7\"");
    assertFails(
        () -> assertThat(GONE).hasNoDescription(),
        "the status has the wrong description",
        "  expected: (none)",
        "   but was: \"gone at 7\"");
    assertFails(
        () -> assertThat(Status.OK).hasDescriptionContaining("8"),
        "the status has the wrong description",
        "  expected: a text that contains \"8\"",
        "   but was: (none)");
  }

  @Test
  void nullIsTold() {
    Status none = null;
    assertFails(() -> assertThat(none).isOk(), "", "Expecting actual not to be null");
  }
}
