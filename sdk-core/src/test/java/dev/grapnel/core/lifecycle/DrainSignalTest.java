package dev.grapnel.core.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DrainSignalTest {

  private final DrainSignal signal = new DrainSignal();
  private final List<String> heard = new ArrayList<>();

  @Test
  void tellsEachOnce() {
    signal.add(() -> heard.add("one"));
    signal.add(
        () -> {
          throw new IllegalStateException("this one fails, the others hear it all the same");
        });
    signal.add(() -> heard.add("two"));
    assertThat(signal.isRaised()).isFalse();

    assertThat(signal.raise()).isEqualTo(3);
    assertThat(signal.raise()).isZero();

    assertThat(heard).containsExactlyInAnyOrder("one", "two");
    assertThat(signal.isRaised()).isTrue();
  }

  @Test
  void tellsLateComersAtOnce() {
    signal.raise();
    signal.add(() -> heard.add("late"));
    assertThat(heard).containsExactly("late");
  }

  @Test
  void forgets() {
    Runnable action = () -> heard.add("gone");
    signal.add(action);
    signal.remove(action);
    assertThat(signal.raise()).isZero();
    assertThat(heard).isEmpty();
  }
}
