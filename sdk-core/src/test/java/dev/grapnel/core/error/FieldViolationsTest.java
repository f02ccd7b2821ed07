package dev.grapnel.core.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

class FieldViolationsTest {

  @Test
  void saysNothingWhenAllHolds() {
    FieldViolations violations = FieldViolations.create().check(true, "name", "must not be empty");

    assertThat(violations.isEmpty()).isTrue();
    assertThatCode(violations::throwIfAny).doesNotThrowAnyException();
  }

  @Test
  void isNotEmptyAfterAViolation() {
    assertThat(FieldViolations.create().add("name", "must not be empty").isEmpty()).isFalse();
  }
}
