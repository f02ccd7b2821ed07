package dev.grapnel.protogen.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Finds the files that declare classes. */
final class SourceFiles {

  private static final Set<String> WITHOUT_CLASSES =
      Set.of("package-info.java", "module-info.java");

  private SourceFiles() {}

  /** Each once, sorted. */
  static List<Path> in(List<Path> foldersAndFiles) {
    Set<Path> files = new TreeSet<>();
    for (Path one : foldersAndFiles) {
      try (Stream<Path> below = Files.exists(one) ? Files.walk(one) : Stream.empty()) {
        below.filter(SourceFiles::declaresClasses).map(SourceFiles::normal).forEach(files::add);
      } catch (IOException failure) {
        throw new UncheckedIOException("cannot read the sources in " + one, failure);
      }
    }
    return List.copyOf(files);
  }

  private static Path normal(Path file) {
    return file.toAbsolutePath().normalize();
  }

  /** A module's declaration would hide the class path. */
  private static boolean declaresClasses(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".java") && !WITHOUT_CLASSES.contains(name) && Files.isRegularFile(file);
  }
}
