package dev.grapnel.protogen.breaking;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads the .proto files of a folder. */
final class FolderFiles {

  private FolderFiles() {}

  /** Texts by path, with slashes. */
  static SortedMap<String, String> read(Path folder) throws UnreadableException {
    if (!Files.isDirectory(folder)) {
      throw new UnreadableException(
          Files.exists(folder) ? "it is no folder" : "there is no such folder",
          "name the folder that .proto files are in");
    }
    SortedMap<String, String> texts = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> files = all.filter(FolderFiles::isProto).toList();
      for (Path file : files) {
        if (Files.size(file) > UnreadableException.MAX_FILE_BYTES) {
          throw UnreadableException.tooLarge(file.toString());
        }
        String path = folder.relativize(file).toString().replace('\\', '/');
        texts.put(path, new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
      }
    } catch (IOException | UncheckedIOException failure) {
      throw new UnreadableException("it cannot be read: " + failure, "make it readable");
    }
    return texts;
  }

  private static boolean isProto(Path file) {
    return file.toString().endsWith(".proto")
        && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
  }
}
