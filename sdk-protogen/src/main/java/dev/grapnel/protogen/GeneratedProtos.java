package dev.grapnel.protogen;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import dev.grapnel.protogen.diagnostic.Diagnostic;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a {@link ProtoGenerator} made, in memory. Immutable. */
public final class GeneratedProtos {

  private final SortedMap<String, String> files;
  private final SortedMap<String, String> locks;
  private final FileDescriptorSet descriptors;
  private final List<Diagnostic> warnings;

  GeneratedProtos(
      Map<String, String> files,
      Map<String, String> locks,
      FileDescriptorSet descriptors,
      List<Diagnostic> warnings) {
    this.files = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(files));
    this.locks = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(locks));
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
   * Tells what is generated, but lost or surprising.
   *
   * @return the warnings in order
   */
  public List<Diagnostic> warnings() {
    return warnings;
  }
}
