package dev.grapnel.interceptors.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grapnel.core.config.ConfigException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.event.Level;

class GRPCLoggerTest {

  @Test
  void hasDefaults() {
    GRPCLogger logger = GRPCLogger.create();

    assertThat(logger.level()).isEqualTo(Level.INFO);
    assertThat(logger.logger()).isEqualTo("grpc.call");
    assertThat(logger.logs(MessageLine.Kind.REQUEST)).isFalse();
    assertThat(logger.logs(MessageLine.Kind.RESPONSE)).isFalse();
    assertThat(logger.maxPayloadSize()).isEqualTo(1024);
    assertThat(logger.redactedFields())
        .containsExactlyInAnyOrder("password", "token", "secret", "authorization");
    assertThat(logger.slowCallThreshold()).isNull();
    assertThat(logger.sampling()).isEqualTo(1.0);
    assertThat(logger.mdc().isOn()).isTrue();
  }

  @Test
  void doesNotFollowItsBuilder() {
    GRPCLogger.Builder builder = GRPCLogger.builder();
    GRPCLogger logger = builder.build();
    builder.addRedactedField("iban").level(Level.ERROR);

    assertThat(logger.redactedFields()).doesNotContain("iban");
    assertThat(logger.level()).isEqualTo(Level.INFO);
    assertThat(builder.build().redactedFields()).contains("iban", "password");
  }

  @Test
  void tellsAllProblemsAtOnce() {
    assertThatThrownBy(
            () ->
                GRPCLogger.builder()
                    .logger(" ")
                    .maxPayloadSize(0)
                    .addRedactedField("_")
                    .slowCallThreshold(Duration.ZERO)
                    .sampling(1.1)
                    .build())
        .isInstanceOfSatisfying(
            ConfigException.class,
            failure ->
                assertThat(failure.problems())
                    .containsExactly(
                        "a redacted field is '_': expected a name with letters or digits",
                        "logger is blank: expected the name of a logger, for example grpc.call",
                        "maxPayloadSize is 0: expected 1 to 1048576",
                        "slowCallThreshold is PT0S: expected more than zero and at most PT24H",
                        "sampling is 1.1: expected 0 to 1"));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.0001, Double.NaN, Double.POSITIVE_INFINITY})
  void refusesSharesThatAreNone(double share) {
    assertThatThrownBy(() -> GRPCLogger.builder().sampling(share).build())
        .isInstanceOf(ConfigException.class);
  }

  @Test
  void refusesThresholdsBeyondADay() {
    assertThatThrownBy(
            () ->
                GRPCLogger.builder().slowCallThreshold(Duration.ofSeconds(Long.MAX_VALUE)).build())
        .isInstanceOf(ConfigException.class);
  }
}
