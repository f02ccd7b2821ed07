package dev.grapnel.protogen.cli;

import dev.grapnel.protogen.ProtoFolder;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where .proto files and their locks are kept. */
final class FolderOptions {

  @Option(
      names = "--proto-dir",
      paramLabel = "DIR",
      description = "Where .proto files are kept (default: ${DEFAULT-VALUE}).")
  private Path protoDir = Path.of("src/main/protobuf");

  @Option(
      names = "--lock-dir",
      paramLabel = "DIR",
      description = "Where locks are kept (default: proto-lock beside --proto-dir).")
  private @Nullable Path lockDir;

  Path protoDir() {
    return protoDir;
  }

  Path lockDir() {
    return lockDir == null ? ProtoFolder.lockDirOf(protoDir) : lockDir;
  }
}
