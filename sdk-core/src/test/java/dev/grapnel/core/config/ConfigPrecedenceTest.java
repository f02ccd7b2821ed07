package dev.grapnel.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.core.config.ConfigSource.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Override, environment, system property, file, default: for every key there is. */
class ConfigPrecedenceTest {

  @TempDir Path folder;

  static Stream<Key<?>> keys() {
    return Samples.keys();
  }

  @ParameterizedTest
  @MethodSource("keys")
  void strongestSourceWinsAndIsRemembered(Key<?> key) throws IOException {
    List<String> texts = Samples.of(key);
    Path file = folder.resolve("grpc.properties");
    Files.writeString(file, key.name() + "=" + texts.get(3) + "\n");
    for (int strongest = 0; strongest < 4; strongest++) {
      Resolution values = resolution(key, texts, strongest);
      values.addFile(file);
      Object value = values.get(key);

      assertThat(value).isEqualTo(key.parser().apply(texts.get(strongest)));
      assertThat(values.settings()).last().isEqualTo(expected(key, texts, strongest, file));
      assertThat(values.problems()).isEmpty();
    }
  }

  private static Resolution resolution(Key<?> key, List<String> texts, int strongest) {
    ConfigSource option = new ConfigSource(Kind.OVERRIDE, "--option");
    Properties system = new Properties();
    if (strongest <= 2) {
      system.setProperty(key.name(), texts.get(2));
    }
    return new Resolution(
        strongest == 0
            ? Map.of(key.name(), new Setting(key.name(), texts.get(0), option))
            : Map.of(),
        strongest <= 1 ? Map.of(key.environmentName(), texts.get(1)) : Map.of(),
        system);
  }

  private static Setting expected(Key<?> key, List<String> texts, int strongest, Path file) {
    ConfigSource source =
        switch (strongest) {
          case 0 -> new ConfigSource(Kind.OVERRIDE, "--option");
          case 1 -> new ConfigSource(Kind.ENVIRONMENT, key.environmentName());
          case 2 -> new ConfigSource(Kind.SYSTEM_PROPERTY, key.name());
          default -> new ConfigSource(Kind.FILE, file.toString());
        };
    return new Setting(key.name(), texts.get(strongest), source);
  }

  @ParameterizedTest
  @MethodSource("keys")
  void defaultIsTheWeakestAndHasASourceToo(Key<?> key) {
    Setting setting = GRPCConfig.defaults().setting(key.name());

    assertThat(setting.source()).hasToString("default");
    assertThat(setting.value()).isEqualTo(key.defaultText());
  }

  @ParameterizedTest
  @MethodSource("keys")
  void environmentNameIsTheKeyInCapitalsWithUnderscores(Key<?> key) {
    assertThat(key.environmentName()).matches("GRPC(_[A-Z]+)+");
    assertThat(key.environmentName().replace('_', '.').toLowerCase(Locale.ROOT))
        .isEqualTo(key.name().replace('-', '.'));
  }

  @Test
  void environmentNamesDiffer() {
    assertThat(Keys.ALL.stream().map(Key::environmentName)).doesNotHaveDuplicates();
    assertThat(Keys.MAX_WORKERS.environmentName()).isEqualTo("GRPC_MAX_WORKERS");
    assertThat(Keys.KEEP_ALIVE_TIME.environmentName()).isEqualTo("GRPC_KEEP_ALIVE_TIME");
  }

  @Test
  void everyKeyIsReadOnceAndInTheOrderOfTheKeys() {
    assertThat(GRPCConfig.defaults().settings().stream().map(Setting::key))
        .containsExactlyInAnyOrderElementsOf(Keys.ALL.stream().map(Key::name).toList())
        .doesNotHaveDuplicates();
  }

  @Test
  void typedValuesAreThoseOfTheSettings() {
    GRPCConfig config =
        loader()
            .environment(
                Map.of(
                    "GRPC_PORT", " 6000 ",
                    "GRPC_REFLECTION", "auto",
                    "GRPC_ENABLED_APPS", "crypto, user",
                    "GRPC_CUSTOM_SERVICES", "b=x.B, a=x.A",
                    "GRPC_AUTH_ENABLED", "YES"))
            .load();

    assertThat(config.server().port()).isEqualTo(6000);
    assertThat(config.server().reflection()).isEqualTo(Availability.IN_DEVELOPMENT);
    assertThat(config.discovery().enabledApps()).containsExactly("crypto", "user");
    assertThat(config.discovery().customServices())
        .containsExactly(Map.entry("b", "x.B"), Map.entry("a", "x.A"));
    assertThat(config.auth().enabled()).isTrue();
    assertThat(config.discovery().handlersHook()).isEmpty();
  }

  @Test
  void commonEnvironmentVariableNamesTheEnvironmentUnlessOursDoes() {
    assertThat(loader().environment(Map.of("ENVIRONMENT", "Production")).load())
        .satisfies(
            config -> {
              assertThat(config.isProduction()).isTrue();
              assertThat(config.setting("grpc.environment").source())
                  .hasToString("environment variable ENVIRONMENT");
            });
    assertThat(
            loader()
                .environment(Map.of("ENVIRONMENT", "production", "GRPC_ENVIRONMENT", "test"))
                .load()
                .environment())
        .isEqualTo("test");
    assertThat(loader().environment(Map.of("ENVIRONMENT", "")).load().environment())
        .isEqualTo("development");
  }

  @Test
  void loadingTwiceGivesTheSame() throws IOException {
    Path file = Files.writeString(folder.resolve("own.properties"), "grpc.port=7000\n");
    ConfigLoader loader = loader().environment(Map.of("GRPC_CONFIG", file.toString()));

    assertThat(loader.load()).isEqualTo(loader.load());
    assertThat(loader.environment(Map.of()).load().server().port())
        .isEqualTo(ServerConfig.DEFAULT_PORT);
  }

  private static ConfigLoader loader() {
    return ConfigLoader.isolated();
  }
}
