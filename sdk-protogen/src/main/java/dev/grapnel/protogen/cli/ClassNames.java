package dev.grapnel.protogen.cli;

import dev.grapnel.core.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/**
 * The names of classes that are declared somewhere; neither anonymous nor local ones.
 *
 * @param own those of folders or sources: what is worked on
 * @param others those of jars: what is used
 */
record ClassNames(SortedSet<String> own, SortedSet<String> others) {

  private static final String SUFFIX = ".class";
  private static final Pattern NAMELESS =
      Pattern.compile("META-INF/.*|(.*/)?(module|package)-info|.*\\$[0-9].*");

  /** Lists a class path. What is missing holds nothing. */
  static ClassNames on(List<Path> classPath) {
    ClassNames names = new ClassNames(new TreeSet<>(), new TreeSet<>());
    for (Path entry : classPath) {
      try {
        if (Files.isDirectory(entry)) {
          names.addFolder(entry);
        } else if (Files.exists(entry)) {
          names.addJar(entry);
        }
      } catch (IOException failure) {
        throw new ConfigException(
            List.of("cannot list the classes of " + entry + ": " + failure.getMessage()));
      }
    }
    return names;
  }

  private void addFolder(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString().replace('\\', '/'))
          .forEach(file -> add(file, own));
    }
  }

  private void addJar(Path jar) throws IOException {
    try (ZipFile opened = new ZipFile(jar.toFile())) {
      opened.stream().forEach(entry -> add(entry.getName(), others));
    }
  }

  private static void add(String file, SortedSet<String> names) {
    if (file.endsWith(SUFFIX)) {
      String path = file.substring(0, file.length() - SUFFIX.length());
      if (!NAMELESS.matcher(path).matches()) {
        names.add(path.replace('/', '.'));
      }
    }
  }

  /** All names in order. */
  SortedSet<String> all() {
    SortedSet<String> both = new TreeSet<>(own);
    both.addAll(others);
    return both;
  }
}
