package dev.grapnel.protogen.cli;

import dev.grapnel.protogen.ProtoFolder.Change;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The folder of locks, for what is done to locks alone. */
record LockFolder(Path folder) {

  static final String SUFFIX = ".lock.json";

  /** The locks by file name; none if the folder is not there. */
  SortedMap<String, String> texts() {
    SortedMap<String, String> texts = new TreeMap<>();
    if (!Files.isDirectory(folder)) {
      return texts;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(one -> one.toString().endsWith(SUFFIX)).toList()) {
        texts.put(file.getFileName() + "", Files.readString(file));
      }
      return texts;
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot read the locks in " + folder, failure);
    }
  }

  /** What is not so yet. */
  List<Change> compare(SortedMap<String, String> wanted) {
    Map<String, String> before = texts();
    return wanted.entrySet().stream()
        .filter(one -> !one.getValue().equals(before.get(one.getKey())))
        .map(one -> change(one.getKey(), before.get(one.getKey()), one.getValue()))
        .toList();
  }

  private Change change(String fileName, @Nullable String before, String after) {
    return new Change(folder.resolve(fileName), before, after);
  }

  /** Replaces files, each at once. */
  void write(List<Change> changes) {
    for (Change change : changes) {
      try {
        Files.createDirectories(folder);
        Path made = Files.createTempFile(folder, "lock", ".tmp");
        Files.writeString(made, change.after() + "");
        Files.move(
            made,
            change.file(),
            StandardCopyOption.REPLACE_EXISTING,
            StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException failure) {
        throw new UncheckedIOException("cannot write " + change.file(), failure);
      }
    }
  }
}
