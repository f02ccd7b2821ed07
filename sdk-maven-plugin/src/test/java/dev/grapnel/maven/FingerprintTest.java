package dev.grapnel.maven;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.maven.Fingerprint.Inputs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FingerprintTest {

  @TempDir Path folder;
  private Path source;
  private Path library;
  private Path made;
  private Fingerprint fingerprint;

  @BeforeEach
  void makeFiles() throws IOException {
    Files.createDirectories(folder.resolve("src"));
    source = Files.writeString(folder.resolve("src/User.java"), "record User() {}");
    library = Files.writeString(folder.resolve("library.jar"), "classes");
    made = Files.writeString(folder.resolve("user.proto"), "message User {}");
    fingerprint = new Fingerprint(folder.resolve("target/grapnel/state"));
  }

  private Inputs inputs(String... settings) {
    return new Inputs(
        List.of(settings),
        List.of(folder.resolve("src")),
        List.of(library, folder.resolve("none")));
  }

  private boolean isSame() {
    return fingerprint.isSame(inputs("a"), List.of(made));
  }

  @Test
  void isTheSameUntilItIsForgotten() {
    assertThat(isSame()).isFalse();
    fingerprint.write(inputs("a"), List.of(made));
    assertThat(isSame()).isTrue();
    fingerprint.forget();
    assertThat(isSame()).isFalse();
  }

  @Test
  void seesOtherSourcesAndOutputsAndSettings() throws IOException {
    fingerprint.write(inputs("a"), List.of(made));
    assertThat(fingerprint.isSame(inputs("b"), List.of(made))).isFalse();
    Files.writeString(source, "record User(int a) {}");
    assertThat(isSame()).isFalse();
    Files.writeString(source, "record User() {}");
    assertThat(isSame()).isTrue();
    Path other = Files.writeString(folder.resolve("src/Other.java"), "");
    assertThat(isSame()).isFalse();
    Files.delete(other);
    Files.writeString(made, "message Uses {}");
    assertThat(isSame()).isFalse();
    Files.delete(made);
    assertThat(isSame()).isFalse();
  }

  @Test
  void looksAtTheTimeOfLibrariesAlone() throws IOException {
    fingerprint.write(inputs("a"), List.of(made));
    Files.setLastModifiedTime(source, FileTime.fromMillis(1));
    Files.setLastModifiedTime(made, FileTime.fromMillis(1));
    assertThat(isSame()).isTrue();
    Files.setLastModifiedTime(library, FileTime.fromMillis(1));
    assertThat(isSame()).isFalse();
  }
}
