package dev.grapnel.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.grapnel.core.security.TransportSecurity;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigProblemsTest {

  static Stream<Arguments> badTexts() {
    return Samples.keys().flatMap(key -> Samples.bad(key).map(text -> Arguments.of(key, text)));
  }

  @ParameterizedTest
  @MethodSource("badTexts")
  void badValueNamesKeyValueSourceAndExpectation(Key<?> key, String text) {
    ConfigException refused = problemsOf(ConfigLoader.isolated().override(key.name(), text, "--x"));

    assertThat(refused.problems())
        .contains(key.name() + " = \"" + text + "\" (--x): expected " + key.expected());
  }

  @Test
  void allProblemsComeAtOnceInOrder() {
    ConfigException refused =
        problemsOf(
            ConfigLoader.isolated()
                .override("grpc.wrong-b", "1", "--b")
                .override("grpc.wrong-a", "1", "--a")
                .environment(Map.of("GRPC_PORT", "99999", "GRPC_HEALTH", "maybe"))
                .systemProperties(properties("grpc.shutdown-grace", "soon")));

    assertThat(refused.problems()).hasSize(5);
    assertThat(refused.problems().get(0)).startsWith("there is no setting grpc.wrong-b");
    assertThat(refused.problems().get(1)).startsWith("there is no setting grpc.wrong-a");
    assertThat(refused)
        .hasMessageStartingWith("5 configuration problems:\n  - ")
        .hasMessageContaining(
            "grpc.port = \"99999\" (environment variable GRPC_PORT):"
                + " expected a whole number from 0 to 65535")
        .hasMessageContaining("grpc.health = \"maybe\" (environment variable GRPC_HEALTH)")
        .hasMessageContaining(
            "grpc.shutdown-grace = \"soon\" (system property grpc.shutdown-grace)");
  }

  @Test
  void oneProblemIsTheWholeMessage() {
    ConfigException refused = problemsOf(ConfigLoader.isolated().override("grpc.port", "x", "-p"));

    assertThat(refused)
        .hasMessage("grpc.port = \"x\" (-p): expected a whole number from 0 to 65535");
  }

  @Test
  void unknownOverrideNamesTheNearestKeyAndItsSource() {
    assertThat(problemsOf(ConfigLoader.isolated().override("grpc.prot", "1", "--prot")).problems())
        .containsExactly(
            "there is no setting grpc.prot; the nearest known one is grpc.port (--prot)");
  }

  @Test
  void kubernetesServiceLinkIsExplained() {
    ConfigException refused =
        problemsOf(
            ConfigLoader.isolated().environment(Map.of("GRPC_PORT", "tcp://10.0.0.1:50051")));

    assertThat(refused)
        .hasMessageContaining("tcp://10.0.0.1:50051")
        .hasMessageContaining("enableServiceLinks: false");
  }

  @Test
  void environmentIsPartOfAFileNameAndHasNoSlashes() {
    for (String bad : new String[] {"../prod", "a\\b", "a\0b", ""}) {
      assertThat(problemsOf(ConfigLoader.isolated().override("grpc.environment", bad, "-e")))
          .hasMessageContaining("grpc.environment")
          .hasMessageContaining("without slashes");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"grpc.tls.certificate", "grpc.tls.private-key"})
  void certificateAndKeyNeedEachOther(String given) {
    String missing = given.endsWith("key") ? "grpc.tls.certificate" : "grpc.tls.private-key";

    assertThat(problemsOf(ConfigLoader.isolated().override(given, "x.pem", "--tls")))
        .hasMessageStartingWith(missing + " is missing");
  }

  @Test
  void trustedCertificatesAloneAreNoTls() {
    assertThat(
            problemsOf(
                ConfigLoader.isolated().override("grpc.tls.trusted-certificates", "ca", "--ca")))
        .hasMessageStartingWith("grpc.tls.certificate is missing");
  }

  @Test
  void tlsComesFromTheFilesThatAreNamed() {
    ConfigLoader loader =
        ConfigLoader.isolated()
            .override("grpc.tls.certificate", "a.pem", "--cert")
            .override("grpc.tls.private-key", "a.key", "--key");

    assertThat(GRPCConfig.defaults().server().transportSecurity())
        .isEqualTo(TransportSecurity.plaintext());
    assertThat(loader.load().server().transportSecurity().description()).isEqualTo("TLS");
    loader.override("grpc.tls.trusted-certificates", "ca.pem", "--ca");
    assertThat(loader.load().server().transportSecurity().description()).isEqualTo("mutual TLS");
  }

  @Test
  void secretsAreHiddenAndOtherValuesAreNot() {
    ConfigSource source = new ConfigSource(ConfigSource.Kind.FILE, "a.properties");

    for (String key : new String[] {"grpc.jwt-secret", "db.PASSWORD", "x.token", "my.api-key"}) {
      Setting setting = new Setting(key, "hunter2", source);
      assertThat(setting).hasToString(key + " = \"****\" (file a.properties)");
      assertThat(setting.displayValue()).isEqualTo("****");
      assertThat(setting.value()).isEqualTo("hunter2");
    }
    assertThat(new Setting("grpc.port", "1", source))
        .hasToString("grpc.port = \"1\" (file a.properties)");
  }

  @Test
  void askingForAnUnknownSettingNamesTheNearest() {
    assertThat(
            catchThrowableOfType(
                IllegalArgumentException.class, () -> GRPCConfig.defaults().setting("grpc.hots")))
        .hasMessage("there is no setting grpc.hots; the nearest known one is grpc.host");
  }

  static Properties properties(String key, String value) {
    Properties properties = new Properties();
    properties.setProperty(key, value);
    return properties;
  }

  static ConfigException problemsOf(ConfigLoader loader) {
    ConfigException refused = catchThrowableOfType(ConfigException.class, loader::load);
    assertThat(refused).isNotNull();
    return refused;
  }
}
