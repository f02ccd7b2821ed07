package dev.grapnel.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigWarningsTest {

  @ParameterizedTest
  @CsvSource({
    "GRPC_PROT, GRPC_PORT",
    "GRPC_PORST, GRPC_PORT",
    "GRPC_MAXWORKERS, GRPC_MAX_WORKERS",
    "GRPC_MAX_WORKER, GRPC_MAX_WORKERS",
    "GRPC_TLS_CERTIFICAT, GRPC_TLS_CERTIFICATE",
    "GRPCPORT, GRPC_PORT",
    "GPRC_PORT, GRPC_PORT",
    "GRCP_HOST, GRPC_HOST",
    "GRPC-PORT, GRPC_PORT",
    "grpc_port, GRPC_PORT"
  })
  void misspeltVariableIsNamedWithTheNearestOne(String given, String meant) {
    assertThat(warnings(Map.of(given, "1")))
        .containsExactly("environment variable " + given + " is ignored; was " + meant + " meant?");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GRPC_TRACE",
        "GRPC_VERBOSITY",
        "GRPC_XDS_BOOTSTRAP",
        "GRPC_PROXY_EXP",
        "GRPC_DNS_RESOLVER",
        "GRPC_SERVICE_HOST",
        "GRPC_PORT_50051_TCP_ADDR",
        "RPC_PORT",
        "HOST",
        "PORT",
        "ENVIRONMENT",
        "PATH"
      })
  void variablesOfOthersGiveNoWarning(String name) {
    assertThat(warnings(Map.of(name, "1"))).isEmpty();
  }

  @Test
  void knownVariablesGiveNoWarningThoughTheyAreAlike() {
    assertThat(warnings(Map.of("GRPC_PORT", "1", "GRPC_HOST", "localhost"))).isEmpty();
  }

  @Test
  void noKnownVariableIsTakenForAMisspellingOfAnother() {
    for (Key<?> key : Keys.ALL) {
      if (!key.equals(Keys.FILE)) {
        Map<String, String> alone = Map.of(key.environmentName(), key.defaultText());
        assertThat(new Resolution(Map.of(), alone, new Properties()).warnings())
            .as(key.name())
            .isEmpty();
      }
    }
  }

  @Test
  void misspeltSystemPropertyIsAWarning() {
    ConfigLoader loader =
        ConfigLoader.isolated()
            .systemProperties(ConfigProblemsTest.properties("grpc.max-worker", "3"));

    assertThat(loader.load().warnings())
        .containsExactly(
            "system property grpc.max-worker is ignored: there is no setting grpc.max-worker;"
                + " the nearest known one is grpc.max-workers");
  }

  @Test
  void systemPropertiesOfOthersGiveNoWarning() {
    ConfigLoader loader =
        ConfigLoader.isolated()
            .systemProperties(ConfigProblemsTest.properties("io.grpc.max-worker", "3"));

    assertThat(loader.load().warnings()).isEmpty();
  }

  private static List<String> warnings(Map<String, String> environment) {
    return ConfigLoader.isolated().environment(environment).load().warnings();
  }
}
