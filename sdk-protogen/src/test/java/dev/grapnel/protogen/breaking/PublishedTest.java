package dev.grapnel.protogen.breaking;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import dev.grapnel.protogen.diagnostic.Diagnostics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublishedTest {

  private static final String A = "syntax = \"proto3\"; package a; message A {}";
  private static final String B =
      "syntax = \"proto3\"; package b; import \"x/ä b.proto\"; message B { a.A a = 1; }";

  @TempDir static Path root;
  static Path repository;

  private final Diagnostics diagnostics = new Diagnostics();

  @BeforeAll
  static void makeRepository() throws Exception {
    repository = Files.createDirectories(root.resolve("repo"));
    git("init", "-q", ".");
    write(repository.resolve("module/src/proto/x/ä b.proto"), A);
    write(repository.resolve("module/src/proto/b.proto"), B);
    write(repository.resolve("module/src/proto/none.txt"), "x");
    write(repository.resolve("module/empty/none.txt"), "x");
    git("add", ".");
    git("commit", "-q", "-m", "one");
    git("tag", "v1");
    git("update-ref", "refs/heads/-x", "HEAD");
    write(repository.resolve("module/src/proto/b.proto"), "not what was committed");
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static void git(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("git", "-c", "user.name=t", "-c", "user.email=t@example.org"));
    command.addAll(List.of(arguments));
    Process git = new ProcessBuilder(command).directory(repository.toFile()).inheritIO().start();
    assertThat(git.waitFor()).isZero();
  }

  private void assertRead(Optional<FileDescriptorSet> read) {
    assertThat(diagnostics.all()).isEmpty();
    assertThat(read.orElseThrow().getFileList())
        .extracting(FileDescriptorProto::getName)
        .containsExactly("b.proto", "x/ä b.proto");
  }

  private void assertFinding(Optional<FileDescriptorSet> read, String... texts) {
    assertThat(read).isEmpty();
    assertThat(diagnostics.all()).singleElement().asString().startsWith("PG202 ").contains(texts);
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1", "HEAD", "HEAD~0", "-x", "refs/tags/v1"})
  void readsARevisionAndNotTheWorkTree(String ref) {
    assertRead(Published.git(repository, ref, "module/src/proto", diagnostics));
  }

  @Test
  void takesFoldersRelativeToTheOneInTheWorkTree() throws Exception {
    Path module = repository.resolve("module");
    assertRead(Published.git(module, "v1", "src/proto/", diagnostics));
    assertRead(Published.git(module.resolve("src/proto"), "v1", "", diagnostics));
    assertRead(Published.git(module.resolve("empty"), "v1", "../src/proto", diagnostics));
    assertRead(Published.at("git:v1#src/proto", module, diagnostics));
  }

  @Test
  void readsABareRepository() throws Exception {
    Path bare = root.resolve("bare.git");
    git("clone", "-q", "--bare", ".", bare.toString());
    assertRead(Published.git(bare, "v1", "module/src/proto", diagnostics));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"nope", "--help", "-", "v1 -- x", "v1..v1", "--output=/tmp/x", "v1:module"})
  void tellsThatThereIsNoSuchRevision(String ref) {
    assertFinding(
        Published.git(repository, ref, "module/src/proto", diagnostics), "revision", "Fix");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "v1\nv1", "v1\0"})
  void tellsThatARevisionCannotBe(String ref) {
    assertFinding(Published.git(repository, ref, "", diagnostics), "cannot be a revision");
  }

  @Test
  void tellsThatTheFolderWasNotThere() {
    assertFinding(
        Published.git(repository, "v1", "module/nope", diagnostics),
        "the revision v1 has no folder module/nope");
  }

  @Test
  void tellsThatNothingIsInTheFolder() {
    assertFinding(
        Published.git(repository, "v1", "module/empty", diagnostics), "there is no .proto file");
  }

  @Test
  void tellsThatItIsNoRepository() throws Exception {
    Path other = Files.createDirectories(root.resolve("other"));
    assertFinding(Published.git(other, "v1", "", diagnostics), "not a git repository");
    Diagnostics more = new Diagnostics();
    assertThat(Published.git(root.resolve("nowhere"), "v1", "", more)).isEmpty();
    assertThat(more.all()).singleElement().asString().contains("there is no folder");
  }

  @Test
  void endsGitAfterTheLimit() throws Exception {
    try (GitProcess git =
        GitProcess.start(repository, Duration.ofMillis(1), List.of("cat-file", "--batch"))) {
      assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> waitForAnswers(git)))
          .isInstanceOf(UnreadableException.class)
          .hasMessageContaining("was ended after");
    }
  }

  private static void waitForAnswers(GitProcess git) throws UnreadableException {
    while (true) {
      git.object("HEAD");
    }
  }

  @Test
  void readsTheDescriptorSetOfAJar() throws Exception {
    FileDescriptorSet set =
        FileDescriptorSet.newBuilder()
            .addFile(FileDescriptorProto.newBuilder().setName("a.proto"))
            .build();
    Path jar =
        jar(Map.of("META-INF/grapnel/schema.binpb", set.toByteArray(), "b.proto", new byte[9]));
    assertThat(Published.jar(jar, diagnostics)).contains(set);
    assertThat(Published.at("jar:a.jar", root, diagnostics)).contains(set);
    assertThat(diagnostics.all()).isEmpty();
  }

  @Test
  void readsTheTextsOfAJar() throws Exception {
    assertRead(
        Published.jar(
            jar(
                Map.of(
                    "META-INF/grapnel/b.proto", B.getBytes(StandardCharsets.UTF_8),
                    "x/ä b.proto", A.getBytes(StandardCharsets.UTF_8),
                    "A.class", new byte[3])),
            diagnostics));
  }

  @Test
  void tellsThatAJarCannotBeRead() throws Exception {
    assertFinding(Published.jar(root.resolve("nope.jar"), diagnostics), "there is no such file");
    assertThat(problem(jar(Map.of("a.txt", new byte[1])))).contains("there is no .proto file");
    assertThat(problem(jar(Map.of("META-INF/grapnel/a.pb", new byte[] {9}))))
        .contains("META-INF/grapnel/a.pb is no descriptor set");
    Path none = Files.writeString(root.resolve("none.jar"), "no jar");
    assertThat(problem(none)).contains("it is no jar");
    Path big = jar(Map.of("big.proto", new byte[UnreadableException.MAX_FILE_BYTES + 1]));
    assertThat(problem(big)).contains("big.proto has more than 16777216 bytes");
  }

  private static String problem(Path jar) {
    Diagnostics diagnostics = new Diagnostics();
    assertThat(Published.jar(jar, diagnostics)).isEmpty();
    return diagnostics.all().get(0).toString();
  }

  private static Path jar(Map<String, byte[]> entries) throws IOException {
    Path jar = root.resolve("a.jar");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    }
    return jar;
  }

  @Test
  void readsAFolder() throws Exception {
    Path folder = root.resolve("folder");
    write(folder.resolve("x/ä b.proto"), A);
    write(folder.resolve("b.proto"), B);
    Files.createSymbolicLink(folder.resolve("link.proto"), folder.resolve("b.proto"));
    assertRead(Published.folder(folder, diagnostics));
    assertRead(Published.at("folder", root, diagnostics));
  }

  @Test
  void tellsThatAFolderCannotBeRead() throws Exception {
    assertFinding(Published.folder(root.resolve("nope"), diagnostics), "there is no such folder");
  }

  @Test
  void asksGitWhereTheCommandRuns() {
    Published.git(Path.of(""), "no-such-revision", "", diagnostics);
    assertThat(diagnostics.all().toString()).doesNotContain("cannot be started");
  }
}
