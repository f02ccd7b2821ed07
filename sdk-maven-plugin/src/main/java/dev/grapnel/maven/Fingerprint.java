package dev.grapnel.maven;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Remembers what files were like, by their contents: what is checked out again, or touched, is not
 * taken for changed, and a clock that is wrong does no harm. Of the class path it is size and time
 * of each file, for its jars can be large.
 */
final class Fingerprint {

  /**
   * What decides what is generated.
   *
   * @param settings as text
   * @param sources source folders or files
   * @param classPath what they use
   */
  record Inputs(List<String> settings, List<Path> sources, List<Path> classPath) {}

  private final Path memory;

  Fingerprint(Path memory) {
    this.memory = memory;
  }

  /** Whether all is as it was written; false if nothing was. */
  boolean isSame(Inputs inputs, List<Path> outputs) {
    try {
      return Files.exists(memory) && Files.readString(memory).equals(text(inputs, outputs));
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot read " + memory, failure);
    }
  }

  void write(Inputs inputs, List<Path> outputs) {
    try {
      Files.createDirectories(memory.toAbsolutePath().getParent());
      Files.writeString(memory, text(inputs, outputs));
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot write " + memory, failure);
    }
  }

  void forget() {
    try {
      Files.deleteIfExists(memory);
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot delete " + memory, failure);
    }
  }

  private static String text(Inputs inputs, List<Path> outputs) throws IOException {
    MessageDigest digest = digest();
    add(digest, "plugin " + Fingerprint.class.getPackage().getImplementationVersion());
    inputs.settings().forEach(one -> add(digest, one));
    for (Path root : inputs.sources()) {
      addContents(digest, root);
    }
    for (Path entry : inputs.classPath()) {
      for (Path file : files(entry)) {
        add(digest, file + " " + Files.size(file) + " " + Files.getLastModifiedTime(file));
      }
    }
    for (Path root : outputs) {
      addContents(digest, root);
    }
    return HexFormat.of().formatHex(digest.digest()) + "\n";
  }

  private static void addContents(MessageDigest digest, Path root) throws IOException {
    for (Path file : files(root)) {
      add(digest, file + " " + Files.size(file));
      digest.update(Files.readAllBytes(file));
    }
  }

  private static void add(MessageDigest digest, String line) {
    digest.update((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** All files below, in order; none if it is not there. */
  private static List<Path> files(Path root) throws IOException {
    if (!Files.exists(root)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
