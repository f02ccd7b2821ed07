package dev.grapnel.samples.crypto.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecimalsTest {

  @ParameterizedTest
  @CsvSource({
    "100, 100",
    "1E+3, 1000",
    "0.500000000000000000, 0.5",
    "0.000000000000000001, 0.000000000000000001",
    "0E-18, 0",
    "-2.50, -2.5"
  })
  void areWrittenWithoutExponentAndTrailingZeros(BigDecimal value, String expected) {
    assertThat(Decimals.plain(value)).isEqualTo(expected);
  }
}
