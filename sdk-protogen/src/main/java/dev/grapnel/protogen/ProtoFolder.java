package dev.grapnel.protogen;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The folders that generated files are kept in. Files of packages that are not generated are left
 * alone, so that several generators can write to one folder. Immutable.
 */
public final class ProtoFolder {

  /**
   * A file that is not as it is generated.
   *
   * @param file where it is
   * @param before its text; null if it is not there
   * @param after the generated text
   */
  public record Change(Path file, @Nullable String before, String after) {}

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
   * Tells where locks are by default: in {@code proto-lock} beside the folder of .proto files. What
   * packs .proto files must not take them along.
   *
   * @param protoDir where .proto files are
   * @return the folder for locks
   */
  public static Path lockDirOf(Path protoDir) {
    return protoDir.resolveSibling("proto-lock");
  }

  /**
   * Compares, byte by byte.
   *
   * @param protos what was generated
   * @return the files that are not so: .proto files first, then locks, each sorted by path; empty
   *     if all are as generated
   * @throws java.io.UncheckedIOException if a file cannot be read; it names the file
   */
  public List<Change> compare(GeneratedProtos protos) {
    List<Change> changes = new ArrayList<>();
    protos.files().forEach((path, text) -> add(changes, protoDir.resolve(path), text));
    protos.locks().forEach((name, text) -> add(changes, lockDir.resolve(name), text));
    return changes;
  }

  private static void add(List<Change> changes, Path file, String text) {
    String before = AtomicFiles.read(file);
    if (!text.equals(before)) {
      changes.add(new Change(file, before, text));
    }
  }

  /**
   * Writes what {@link #compare} finds. All texts are on the disk before the first file is
   * replaced, and each is replaced at once: a reader sees the old file or the new one.
   *
   * @param protos what was generated
   * @return the files that were written
   * @throws java.io.UncheckedIOException if a file cannot be read or written; it names the file
   */
  public List<Change> write(GeneratedProtos protos) {
    List<Change> changes = compare(protos);
    Map<Path, ByteString> texts = new LinkedHashMap<>();
    changes.forEach(change -> texts.put(change.file(), ByteString.copyFromUtf8(change.after())));
    AtomicFiles.write(texts);
    return changes;
  }
}
