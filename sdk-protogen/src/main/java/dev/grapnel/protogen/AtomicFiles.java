package dev.grapnel.protogen;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Replaces files: all of them are written beside their places before the first is moved there. */
final class AtomicFiles {

  private static final Logger LOG = LoggerFactory.getLogger(AtomicFiles.class);

  private AtomicFiles() {}

  /** The text of a file; null if there is none. */
  static @Nullable String read(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException missing) {
      return null;
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot read " + file, failure);
    }
  }

  /** The content of a file; null if there is none. */
  static @Nullable ByteString readBytes(Path file) {
    try {
      return ByteString.copyFrom(Files.readAllBytes(file));
    } catch (NoSuchFileException missing) {
      return null;
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot read " + file, failure);
    }
  }

  static void write(Map<Path, ByteString> contents) {
    Map<Path, Path> drafts = new LinkedHashMap<>();
    try {
      for (Map.Entry<Path, ByteString> one : contents.entrySet()) {
        drafts.put(one.getKey(), draft(one.getKey(), one.getValue()));
      }
      for (Map.Entry<Path, Path> one : drafts.entrySet()) {
        move(one.getValue(), one.getKey());
      }
    } finally {
      discard(drafts.values());
    }
  }

  private static Path draft(Path file, ByteString content) {
    Path folder = file.toAbsolutePath().getParent();
    try {
      Files.createDirectories(folder);
      Path draft = Files.createTempFile(folder, "." + file.getFileName(), ".new");
      return Files.write(draft, content.toByteArray());
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot write " + file, failure);
    }
  }

  private static void move(Path draft, Path file) {
    try {
      try {
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException unsupported) {
        Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot replace " + file, failure);
    }
  }

  /** Drafts are still there only after a failure, which is what is to be told. */
  private static void discard(Iterable<Path> drafts) {
    for (Path draft : drafts) {
      try {
        Files.deleteIfExists(draft);
      } catch (IOException left) {
        LOG.warn("cannot delete {}", draft, left);
      }
    }
  }
}
