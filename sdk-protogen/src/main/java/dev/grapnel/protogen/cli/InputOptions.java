package dev.grapnel.protogen.cli;

import dev.grapnel.core.config.ConfigException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Where classes are. */
final class InputOptions {

  private static final List<Path> USUAL =
      List.of(Path.of("target/classes"), Path.of("build/classes/java/main"));

  @Option(
      names = {"-cp", "--classpath"},
      paramLabel = "PATH",
      description = {
        "Folders and jars of class files (default: target/classes or build/classes/java/main).",
        "Without --classes, classes of folders are taken, those of jars are used only."
      })
  private List<String> classPath = new ArrayList<>();

  @Option(
      names = "--sources",
      paramLabel = "PATH",
      description = {
        "Source folders or files to read in place of class files: comments become comments,"
            + " findings have lines. What they use is on --classpath."
      })
  private List<String> sources = new ArrayList<>();

  List<Path> sources() {
    return paths(sources);
  }

  /** The class path; the usual folder if nothing is given. */
  List<Path> classPath() {
    return classPath.isEmpty() && sources.isEmpty()
        ? USUAL.stream().filter(Files::isDirectory).toList()
        : paths(classPath);
  }

  private static List<Path> paths(List<String> written) {
    try {
      return written.stream()
          .flatMap(one -> Stream.of(one.split(Pattern.quote(File.pathSeparator))))
          .filter(one -> !one.isBlank())
          .map(Path::of)
          .toList();
    } catch (InvalidPathException failure) {
      throw new ConfigException(List.of("no path: " + failure.getMessage()));
    }
  }

  /** Throws if something is not there. */
  void check() {
    List<String> problems = new ArrayList<>();
    Stream.concat(classPath().stream(), sources().stream())
        .filter(path -> !Files.exists(path))
        .forEach(path -> problems.add("there is no " + path + ": compile first, or correct it"));
    if (sources().isEmpty() && classPath().isEmpty()) {
      problems.add("where are the classes? Use --classpath or --sources");
    }
    ConfigException.throwIfAny(problems);
  }
}
