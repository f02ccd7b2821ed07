package dev.grapnel.interceptors.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrometheusPageTest {

  private static final String RIGHT =
      """
      # HELP a_total things
      # TYPE a_total counter
      a_total{x="1"} 1.0
      a_total{x="say \\"\\\\\\n\\""} 2.0
      # HELP b_seconds times
      # TYPE b_seconds histogram
      b_seconds_bucket{le="0.1"} 1
      b_seconds_bucket{le="+Inf"} 3
      b_seconds_count 3
      b_seconds_sum 7.5
      """;

  @Test
  void readsAPage() {
    PrometheusPage page = PrometheusPage.parse(RIGHT);

    assertThat(page.value("a_total", "x", "1")).isEqualTo(1);
    assertThat(page.value("a_total", "x", "say \"\\\n\"")).isEqualTo(2);
    assertThat(page.value("b_seconds_bucket", "le", "0.1")).isEqualTo(1);
    assertThat(page.type("b_seconds")).isEqualTo("histogram");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "# TYPE a counter\n# TYPE a counter\n",
        "# TYPE a counter\na -1\n",
        "# TYPE a counter\nb 1\n",
        "# TYPE a counter\na 1\na 2\n",
        "# TYPE a counter\na 1",
        "# TYPE a counter\na{x=\"\\t\"} 1\n",
        "# TYPE a counter\na{x-y=\"1\"} 1\n",
        "# TYPE a counter\na one\n",
        "# TYPE a thing\na 1\n",
        "# TYPE a histogram\na_bucket{le=\"1\"} 1\na_count 1\na_sum 1\n",
        "# TYPE a histogram\na_bucket{le=\"1\"} 2\na_bucket{le=\"+Inf\"} 1\na_count 1\na_sum 1\n",
        "# TYPE a histogram\na_bucket{le=\"+Inf\"} 1\na_count 2\na_sum 1\n",
        "# TYPE a histogram\na_bucket{le=\"+Inf\"} 1\na_count 1\n",
      })
  void refusesWhatIsNoPage(String page) {
    assertThatThrownBy(() -> PrometheusPage.parse(page))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
