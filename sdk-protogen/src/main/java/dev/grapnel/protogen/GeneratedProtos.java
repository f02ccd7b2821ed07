package dev.grapnel.protogen;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.FileDescriptor;
import dev.grapnel.protogen.diagnostic.Diagnostic;
import dev.grapnel.protogen.schema.DescriptorSets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a {@link ProtoGenerator} made, in memory. Immutable and thread-safe. */
public final class GeneratedProtos {

  private static final String RESOURCES = "META-INF/grapnel/";

  private final SortedMap<String, String> files;
  private final SortedMap<String, String> locks;
  private final FileDescriptorSet descriptors;
  private final List<Diagnostic> warnings;
  private @Nullable List<FileDescriptor> linked;

  GeneratedProtos(
      Map<String, String> files,
      Map<String, String> locks,
      FileDescriptorSet descriptors,
      List<Diagnostic> warnings) {
    this.files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    this.locks = Collections.unmodifiableSortedMap(new TreeMap<>(locks));
    this.descriptors = descriptors;
    this.warnings = List.copyOf(warnings);
  }

  /**
   * Tells the .proto files.
   *
   * @return texts by path, with slashes: {@code acme/user/v1/user.proto}
   */
  public SortedMap<String, String> files() {
    return files;
  }

  /**
   * Tells the lock files that belong to them.
   *
   * @return texts by file name: {@code acme.user.v1.lock.json}
   */
  public SortedMap<String, String> locks() {
    return locks;
  }

  /**
   * Tells the descriptors, as protoc would make them with {@code --include_imports}.
   *
   * @return the generated files and all that they import, each after what it needs
   */
  public FileDescriptorSet descriptors() {
    return descriptors;
  }

  /**
   * Tells the descriptors of the generated files, linked: with them a generated service can be
   * called and served without protoc.
   *
   * @return the files of {@link #files}, sorted by path; the same ones each time
   */
  public synchronized List<FileDescriptor> fileDescriptors() {
    if (linked == null) {
      linked =
          DescriptorSets.link(descriptors).stream()
              .filter(file -> files.containsKey(file.getName()))
              .sorted(Comparator.comparing(FileDescriptor::getName))
              .toList();
    }
    return linked;
  }

  /**
   * Tells what is packed with the classes, for those who know the jar alone: server reflection,
   * checks against what is published, and conversions that need the numbers of the locks.
   *
   * @return contents by path in the jar: {@code META-INF/grapnel/descriptors.binpb}, and the locks
   *     in the same folder
   */
  public SortedMap<String, ByteString> resources() {
    SortedMap<String, ByteString> resources = new TreeMap<>();
    resources.put(RESOURCES + "descriptors.binpb", descriptors.toByteString());
    locks.forEach((name, text) -> resources.put(RESOURCES + name, ByteString.copyFromUtf8(text)));
    return resources;
  }

  /**
   * Writes the {@link #resources} that are not so yet. Others that are there are left alone.
   *
   * @param classes the folder that is packed, {@code target/classes}
   * @throws java.io.UncheckedIOException if a file cannot be read or written; it names the file
   */
  public void writeResources(Path classes) {
    Map<Path, ByteString> changed = new LinkedHashMap<>();
    resources()
        .forEach(
            (name, content) -> {
              Path file = classes.resolve(name);
              if (!content.equals(AtomicFiles.readBytes(file))) {
                changed.put(file, content);
              }
            });
    AtomicFiles.write(changed);
  }

  /**
   * Writes the {@link #descriptors} to a file, as {@code protoc --descriptor_set_out} does.
   *
   * @param file the file; it is replaced at once
   * @throws java.io.UncheckedIOException if it cannot be written
   */
  public void writeDescriptors(Path file) {
    AtomicFiles.write(Map.of(file, descriptors.toByteString()));
  }

  /**
   * Tells what is generated, but lost or surprising.
   *
   * @return the warnings in order
   */
  public List<Diagnostic> warnings() {
    return warnings;
  }
}
