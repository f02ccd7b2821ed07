package dev.grapnel.core.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeepAliveTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-1S", "PT-0.000000001S"})
  void refusesTimesThatAreNotAboveZeroAndNamesThem(Duration bad) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new KeepAlive(bad, SECOND))
        .withMessage("keepalive time is " + bad + ": expected a time above zero");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new KeepAlive(SECOND, bad))
        .withMessage("keepalive timeout is " + bad + ": expected a time above zero");
  }

  @Test
  void takesTheSmallestTime() {
    assertThat(new KeepAlive(Duration.ofNanos(1), SECOND).time()).isEqualTo(Duration.ofNanos(1));
  }
}
