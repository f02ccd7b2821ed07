package dev.grapnel.client.resolver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostFileTest {

  @TempDir private Path folder;
  private Path file = Path.of("");

  @BeforeEach
  void name() {
    file = folder.resolve("targets of users");
  }

  @Test
  void readsOneServerALineWithoutCommentsAndBlankLines() throws Exception {
    Files.writeString(file, "# users\n\n grpc1:50051 # the old one\r\n[::1]:50051\n#grpc3:1");

    assertThat(new HostFile(file).get())
        .map(HostPort::toString)
        .containsExactly("grpc1:50051", "[::1]:50051");
    assertThat(Targets.file(file).problems()).isEmpty();
  }

  @Test
  void namesTheLineThatIsMalformed() throws Exception {
    Files.writeString(file, "# users\ngrpc1:50051\ngrpc2\n");

    assertThat(problem())
        .isEqualTo(
            file
                + ", line 3: the target \"grpc2\" is malformed: expected host:port, such as"
                + " users.internal:50051");
  }

  @Test
  void keepsControlCharactersAndLongLinesOutOfItsSentences() throws Exception {
    Files.writeString(file, "\u001b[31m" + "x".repeat(10_000));

    assertThat(problem()).contains("\"?[31mxx").hasSizeLessThan(600);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n\n", "# nothing\n"})
  void refusesAFileWithoutServers(String text) throws Exception {
    Files.writeString(file, text);

    assertThat(problem()).isEqualTo(file + " has no target: expected one host:port a line");
  }

  @Test
  void refusesWhatIsNoFile() throws Exception {
    assertThat(problem())
        .isEqualTo("there is no file " + file + ": expected one with one host:port a line");
    Files.createDirectory(file);
    assertThat(problem()).startsWith("there is no file ");
  }

  @Test
  void refusesAFileThatIsTooLarge() throws Exception {
    Files.writeString(file, "#".repeat(1 + (1 << 20)));

    assertThat(problem()).startsWith(file + " is larger than 1 MiB");
  }

  @Test
  void isNeverLoopbackAsItMayChange() throws Exception {
    Files.writeString(file, "localhost:1");

    assertThat(Targets.file(file).areLoopback()).isFalse();
    assertThat(Targets.file(file)).hasToString(file.toString());
  }

  private String problem() {
    List<String> problems = Targets.file(file).problems();
    assertThat(problems).hasSize(1);
    return problems.get(0);
  }
}
