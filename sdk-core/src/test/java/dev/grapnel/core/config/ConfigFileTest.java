package dev.grapnel.core.config;

import static dev.grapnel.core.config.ConfigProblemsTest.problemsOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {

  @TempDir Path folder;

  @Test
  void fileThatIsNamedMustExist() {
    Path missing = folder.resolve("missing.properties");

    assertThat(problemsOf(ConfigLoader.isolated().file(missing)))
        .hasMessage("the configuration file " + missing + " does not exist");
    assertThat(problemsOf(named(missing)))
        .hasMessage("the configuration file " + missing + " does not exist");
  }

  @Test
  void unreadableFileIsNamed() throws IOException {
    assertThat(problemsOf(ConfigLoader.isolated().file(folder)))
        .hasMessageStartingWith("the configuration file " + folder + " cannot be read: ");

    Path latin1 = folder.resolve("latin1.properties");
    Files.write(latin1, "grpc.host=ä".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(problemsOf(ConfigLoader.isolated().file(latin1)))
        .hasMessage("the configuration file " + latin1 + " cannot be read: expected UTF-8");

    Path escape = write("escape.properties", "grpc.host=\\u00zz");
    assertThat(problemsOf(ConfigLoader.isolated().file(escape)))
        .hasMessageStartingWith("the configuration file " + escape + " cannot be read: ");
  }

  @Test
  void unknownKeyIsAnErrorThatNamesTheNearestKeyAndTheFile() throws IOException {
    Path file = write("grpc.properties", "grpc.max-wrokers=3\nserver.port=1\n");

    assertThat(problemsOf(ConfigLoader.isolated().file(file)).problems())
        .hasSize(2)
        .contains(
            "there is no setting grpc.max-wrokers; the nearest known one is grpc.max-workers"
                + " (file "
                + file
                + ")");
  }

  @Test
  void overlayOfTheEnvironmentWinsOverTheFile() throws IOException {
    Path file = write("grpc.properties", "grpc.environment=staging\ngrpc.port=1\ngrpc.host=::1\n");
    Path overlay = write("grpc-staging.properties", "grpc.port=2\n");
    write("grpc-production.properties", "grpc.port=3\n");

    GRPCConfig config = ConfigLoader.isolated().file(file).load();

    assertThat(config.server().port()).isEqualTo(2);
    assertThat(config.server().host()).isEqualTo("::1");
    assertThat(config.setting("grpc.port").source()).hasToString("file " + overlay);
    assertThat(config.setting("grpc.host").source()).hasToString("file " + file);
  }

  @Test
  void environmentVariableChoosesTheOverlayToo() throws IOException {
    Path file = write("own.conf", "grpc.environment=staging\ngrpc.port=1\n");
    write("own-production.conf", "grpc.port=3\n");

    GRPCConfig config =
        ConfigLoader.isolated().file(file).environment(Map.of("ENVIRONMENT", "production")).load();

    assertThat(config.server().port()).isEqualTo(3);
  }

  @Test
  void fileWithoutOverlayStandsAlone() throws IOException {
    Path file = write("grpc", "grpc.port=1\n");

    assertThat(ConfigLoader.isolated().file(file).load().server().port()).isOne();
  }

  @Test
  void utf8AndSpacesAreRead() throws IOException {
    Path file = write("grpc.properties", "grpc.proto.output-dir = größe  \n# comment\n");

    assertThat(ConfigLoader.isolated().file(file).load().proto().outputDir()).isEqualTo("größe");
  }

  private ConfigLoader named(Path file) {
    return ConfigLoader.isolated().environment(Map.of("GRPC_CONFIG", file.toString()));
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
