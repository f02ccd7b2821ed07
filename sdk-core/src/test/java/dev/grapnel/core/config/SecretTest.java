package dev.grapnel.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SecretTest {

  @Test
  void isNeitherInTheConfigurationsTextNorInItsSettings() {
    GRPCConfig config =
        ConfigLoader.isolated().override("grpc.auth.secret", "correct horse", "--x").load();

    assertThat(config.auth().secret()).hasValue(new Secret("correct horse"));
    assertThat(config.toString()).doesNotContain("horse");
  }

  @Test
  void isAbsentWhenEmpty() {
    GRPCConfig config = ConfigLoader.isolated().override("grpc.auth.secret", "", "--x").load();

    assertThat(config.auth().secret()).isEmpty();
  }
}
