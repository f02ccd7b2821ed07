package dev.grapnel.protogen.cli;

import static java.nio.file.Files.createDirectories;
import static java.nio.file.Files.readString;
import static java.nio.file.Files.writeString;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockCommandTest {

  private static final String LOCK = "shop.v1.lock.json";

  @TempDir Path folder;
  private Path locks;
  private final Cli cli = new Cli();

  @BeforeEach
  void makeFolder() throws IOException {
    locks = createDirectories(folder.resolve("proto-lock"));
  }

  private int lock(String... arguments) {
    List<String> line =
        new ArrayList<>(List.of("lock", arguments[0], "--lock-dir", locks.toString()));
    line.addAll(List.of(arguments).subList(1, arguments.length));
    return cli.run(line.toArray(String[]::new));
  }

  private void git(String... arguments) throws IOException, InterruptedException {
    List<String> line =
        new ArrayList<>(List.of("git", "-c", "user.name=a", "-c", "user.email=a@example.org"));
    line.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(line)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    process.waitFor();
  }

  private void commit(String text) throws IOException, InterruptedException {
    writeString(locks.resolve(LOCK), text);
    git("add", ".");
    git("commit", "-m", "change");
  }

  @Test
  void showsLocks() throws IOException {
    assertThat(lock("show")).isZero();
    assertThat(cli.out).isEqualTo("there are no locks in " + locks + "\n");
    writeString(locks.resolve(LOCK), "one");
    writeString(locks.resolve("user.v1.lock.json"), "two");
    assertThat(lock("show")).isZero();
    assertThat(cli.out).isEqualTo("shop.v1.lock.json holds one\nuser.v1.lock.json holds two\n");
    assertThat(lock("show", "user.v1")).isZero();
    assertThat(cli.out).isEqualTo("user.v1.lock.json holds two\n");
    assertThat(lock("show", "none.v1")).isEqualTo(2);
    assertThat(cli.err).startsWith("protogen: there is no lock of the package none.v1 in ");
  }

  @Test
  void joinsTheLocksOfTwoBranches() throws IOException, InterruptedException {
    git("init", "-b", "main");
    commit("start");
    git("checkout", "-b", "feature");
    commit("feature");
    git("checkout", "main");
    commit("main");
    // The base stays, whether it is merged into the branch or the branch into it.
    git("merge", "feature");
    assertThat(lock("resolve", "--base", "main")).isZero();
    git("merge", "--abort");
    git("checkout", "feature");
    assertThat(lock("resolve", "--base", "main", "--dry-run")).isZero();
    assertThat(cli.out).contains("-feature", "+mainfeature");
    assertThat(lock("resolve", "--base", "main")).isZero();
    assertThat(cli.merged)
        .hasSize(3)
        .containsOnly(new LockVersions(LOCK, "start", "main", "feature"));
    assertThat(readString(locks.resolve(LOCK))).isEqualTo("mainfeature");
    assertThat(folder.resolve("proto-lock")).isDirectoryContaining("glob:**" + LOCK);
  }

  @Test
  void tellsWhatGitDoesNotKnow() throws IOException, InterruptedException {
    git("init", "-b", "main");
    assertThat(lock("resolve", "--base", "main")).isEqualTo(2);
    assertThat(cli.err).contains("is in no git repository, or nothing is committed");
    commit("start");
    assertThat(lock("resolve", "--base", "none")).isEqualTo(2);
    assertThat(cli.err).isEqualTo("protogen: git knows no revision none\n");
    assertThat(lock("resolve", "--base", "--output=x")).isEqualTo(2);
    assertThat(lock("resolve", "--base", "main")).isEqualTo(2);
    assertThat(cli.err).isEqualTo("protogen: main is what is checked out, and nothing is merged\n");
  }

  @Test
  void beginsLocksWithWhatIsThere() throws IOException {
    String[] importing = {
      "import",
      folder.toString(),
      "-cp",
      Cli.CLASSES,
      "--classes",
      "dev.grapnel.protogen.cli.model.*"
    };
    assertThat(lock(importing)).isZero();
    assertThat(readString(locks.resolve(LOCK))).isEqualTo("imported\n");
    assertThat(cli.asked).contains("dev.grapnel.protogen.cli.model.Customer");
    assertThat(lock(importing)).isEqualTo(2);
    assertThat(cli.err).isEqualTo("protogen: there is " + locks.resolve(LOCK) + " already\n");
    assertThat(lock("import", "none.proto", "-cp", Cli.CLASSES)).isEqualTo(2);
    assertThat(cli.err)
        .isEqualTo("protogen: none.proto is a file: name the folder where its imports begin\n");
  }
}
