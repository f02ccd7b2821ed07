package dev.grapnel.protogen.cli;

import dev.grapnel.core.config.ConfigException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks git for commits and files. */
final class Git {

  private final Path folder;

  Git(Path folder) {
    this.folder = folder;
  }

  /** The commit that a branch, tag or commit is; empty if there is none of the name. */
  Optional<String> commit(String ref) {
    // Without this, a ref that begins with a dash would be an option.
    return run("rev-parse", "--verify", "--quiet", "--end-of-options", ref + "^{commit}")
        .map(String::strip);
  }

  /** The newest commit that two have in common; empty if there is none. */
  Optional<String> ancestor(String commit, String other) {
    return run("merge-base", commit, other).map(String::strip);
  }

  /** The names of the files of a folder in a commit; empty if the folder is not there. */
  List<String> files(String commit, Path within) {
    String path = folder.relativize(within).toString().replace(File.separatorChar, '/');
    return run("ls-tree", "--name-only", "-z", commit, "./" + path + "/")
        .map(names -> names.isEmpty() ? List.<String>of() : List.of(names.split("\0")))
        .orElse(List.of())
        .stream()
        .map(name -> name.substring(name.lastIndexOf('/') + 1))
        .toList();
  }

  /** The text of a file in a commit; empty if it is not there. */
  Optional<String> text(String commit, Path file) {
    String path = folder.relativize(file).toString().replace(File.separatorChar, '/');
    return run("show", commit + ":./" + path);
  }

  private Optional<String> run(String... arguments) {
    List<String> line = new ArrayList<>(List.of("git"));
    line.addAll(List.of(arguments));
    try {
      Process process =
          new ProcessBuilder(line)
              .directory(folder.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? Optional.of(text) : Optional.empty();
    } catch (IOException failure) {
      throw new ConfigException(List.of("git cannot be started: " + failure.getMessage()));
    } catch (InterruptedException failure) {
      Thread.currentThread().interrupt();
      throw new ConfigException(List.of("interrupted while git ran"));
    }
  }
}
