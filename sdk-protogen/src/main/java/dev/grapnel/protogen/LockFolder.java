package dev.grapnel.protogen;

import dev.grapnel.protogen.diagnostic.Code;
import dev.grapnel.protogen.diagnostic.Diagnostic;
import dev.grapnel.protogen.diagnostic.Diagnostics;
import dev.grapnel.protogen.lock.Lock;
import dev.grapnel.protogen.lock.Locked;
import dev.grapnel.protogen.model.SourceLocation;
import dev.grapnel.protogen.schema.ProtoPackage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reads and writes the locks of a folder. */
final class LockFolder {

  private LockFolder() {}

  /** The locks by package; empty if there is no folder yet. */
  static SortedMap<String, Lock> read(Path folder, Diagnostics diagnostics) {
    SortedMap<String, Lock> locks = new TreeMap<>();
    if (!Files.isDirectory(folder)) {
      return locks;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.lock.json")) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        Lock.read(Files.readString(file), name, diagnostics)
            .filter(lock -> isItsOwn(lock, name, diagnostics))
            .ifPresent(lock -> locks.put(lock.packageName(), lock));
      }
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot read the locks of " + folder, failure);
    }
    return locks;
  }

  /** A copy would be one of two locks of a package, and which is read last is chance. */
  private static boolean isItsOwn(Lock lock, String file, Diagnostics diagnostics) {
    String own = Lock.fileName(lock.packageName());
    if (!own.equals(file)) {
      diagnostics.add(
          new Diagnostic(
              Code.LOCK_UNREADABLE,
              new SourceLocation(file, 0),
              file,
              "it is the lock of the package " + lock.packageName(),
              "That one is kept in " + own + ".",
              "delete it, or give it its name back"));
    }
    return own.equals(file);
  }

  /** The texts of locks by file name: of the packages that were generated, and that changed. */
  static SortedMap<String, String> texts(Map<String, Lock> before, Locked locked) {
    Set<String> generated =
        locked.schema().packages().stream().map(ProtoPackage::name).collect(Collectors.toSet());
    SortedMap<String, String> texts = new TreeMap<>();
    locked
        .after()
        .forEach(
            (name, lock) -> {
              if (generated.contains(name) || !Objects.equals(lock, before.get(name))) {
                texts.put(Lock.fileName(name), lock.text());
              }
            });
    return texts;
  }
}
