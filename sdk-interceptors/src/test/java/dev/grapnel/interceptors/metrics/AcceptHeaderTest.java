package dev.grapnel.interceptors.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptHeaderTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/openmetrics-text",
        "Application/OpenMetrics-Text; version=1.0.0; charset=utf-8",
        "application/openmetrics-text;version=1.0.0;q=0.5,application/openmetrics-text;"
            + "version=0.0.1;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2",
        "text/plain, application/openmetrics-text",
      })
  void prefersOpenMetricsIfAskedFor(String accept) {
    assertThat(AcceptHeader.prefersOpenMetrics(List.of(accept))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*/*",
        "text/html,application/xhtml+xml,*/*;q=0.8",
        "application/openmetrics-text;q=0",
        "application/openmetrics-text;q=0.3, text/plain;q=0.5",
        "application/openmetrics-text;q=often",
      })
  void takesTextOtherwise(String accept) {
    assertThat(AcceptHeader.prefersOpenMetrics(List.of(accept))).isFalse();
  }

  @Test
  void takesTextIfNothingIsAskedFor() {
    assertThat(AcceptHeader.prefersOpenMetrics(null)).isFalse();
  }

  @Property
  void readsWhateverComes(@ForAll List<String> accept) {
    assertThatCode(() -> AcceptHeader.prefersOpenMetrics(accept)).doesNotThrowAnyException();
  }
}
