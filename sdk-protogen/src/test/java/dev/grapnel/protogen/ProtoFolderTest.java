package dev.grapnel.protogen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grapnel.core.config.GRPCConfig;
import dev.grapnel.protogen.guide.User;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProtoFolderTest {

  @TempDir Path folder;

  @Test
  void filesAndLocksAreWrittenAndNothingIsWrittenTwice() throws IOException {
    Path protoDir = folder.resolve("proto");
    Path lockDir = ProtoFolder.lockDirOf(protoDir);

    // region: write
    ProtoGenerator generator =
        ProtoGenerator.builder().resource(User.class, "UserService").lockDir(lockDir).build();
    GeneratedProtos protos = generator.generate();
    ProtoFolder.of(protoDir, lockDir).write(protos);
    // endregion

    assertThat(tree())
        .containsExactly(
            "proto-lock/grapnel.protogen.guide.v1.lock.json",
            "proto/grapnel/protogen/guide/v1/guide.proto");
    assertThat(ProtoFolder.of(protoDir, lockDir).write(generator.generate())).isEmpty();
  }

  @Test
  void whatAFileThatWasEditedDiffersByIsTold() throws IOException {
    Path protoDir = folder.resolve("proto");
    Path lockDir = ProtoFolder.lockDirOf(protoDir);
    ProtoFolder files = ProtoFolder.of(protoDir, lockDir);
    ProtoGenerator generator = ProtoGenerator.builder().model(User.class).lockDir(lockDir).build();
    files.write(generator.generate());
    Path file = protoDir.resolve("grapnel/protogen/guide/v1/guide.proto");
    String before = Files.readString(file);
    Files.writeString(file, before.replace("int32", "int64"));

    assertThat(files.compare(generator.generate()))
        .singleElement()
        .satisfies(
            change -> {
              assertThat(change.file()).isEqualTo(file);
              assertThat(change.before()).contains("int64");
              assertThat(change.after()).isEqualTo(before);
            });
  }

  @Test
  void aFrozenLockIsNotBegun() {
    ProtoGenerator generator =
        ProtoGenerator.builder()
            .model(User.class)
            .lockDir(folder.resolve("proto-lock"))
            .frozen()
            .build();

    assertThatThrownBy(generator::generate)
        .isInstanceOf(ProtoGenerationException.class)
        .hasMessageContaining("PG-LOCK-01");
  }

  @Test
  void nothingIsWrittenWhereAFileCannotBe() throws IOException {
    Path protoDir = folder.resolve("proto");
    Files.writeString(folder.resolve("proto-lock"), "a file, where a folder is to be");
    GeneratedProtos protos =
        ProtoGenerator.builder()
            .model(User.class)
            .lockDir(folder.resolve("elsewhere"))
            .build()
            .generate();

    assertThatThrownBy(() -> ProtoFolder.of(protoDir, folder.resolve("proto-lock")).write(protos))
        .hasMessageContaining("guide.v1.lock.json");
    assertThat(tree()).containsExactly("proto-lock");
  }

  @Test
  void aServerGeneratesOnStartIfItIsToldTo() throws IOException {
    ProtoGenerator generator = ProtoGenerator.builder().model(User.class).build();

    assertThat(generator.onStart(config("false"))).isEmpty();
    assertThat(tree()).isEmpty();
    assertThat(generator.onStart(config("true"))).hasSize(2);
    assertThat(generator.onStart(config("true"))).isEmpty();
    assertThat(tree()).hasSize(2).anyMatch(path -> path.startsWith("generated/"));
  }

  private GRPCConfig config(String autoGenerate) {
    return GRPCConfig.loader()
        .override("grpc.proto.auto-generate", autoGenerate, "test")
        .override("grpc.proto.output-dir", folder.resolve("generated").toString(), "test")
        .load();
  }

  private List<String> tree() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString().replace('\\', '/'))
          .sorted()
          .toList();
    }
  }
}
