package dev.grapnel.protogen.schema;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Puts files together with all that they import. */
public final class DescriptorSets {

  private final Map<String, FileDescriptorProto> generated = new LinkedHashMap<>();
  private final Map<String, FileDescriptor> others = new LinkedHashMap<>();
  private final Map<String, FileDescriptorProto> done = new LinkedHashMap<>();

  private DescriptorSets(List<FileDescriptorProto> files, Collection<FileDescriptor> imported) {
    files.forEach(file -> generated.put(file.getName(), file));
    imported.forEach(this::know);
  }

  /**
   * Puts files together.
   *
   * @param files generated files
   * @param imported files of others, each with all that it imports
   * @return the generated files, and of the others those that are needed, each after what it
   *     imports
   * @throws IllegalStateException if a file imports one that is not given
   */
  public static FileDescriptorSet of(
      List<FileDescriptorProto> files, Collection<FileDescriptor> imported) {
    DescriptorSets set = new DescriptorSets(files, imported);
    files.forEach(file -> set.add(file.getName(), file.getName()));
    return FileDescriptorSet.newBuilder().addAllFile(set.done.values()).build();
  }

  /**
   * Links files to those that they import.
   *
   * @param set files, each after what it imports
   * @return the files in the same order
   * @throws IllegalStateException if the files do not fit each other
   */
  public static List<FileDescriptor> link(FileDescriptorSet set) {
    Map<String, FileDescriptor> linked = new LinkedHashMap<>();
    for (FileDescriptorProto file : set.getFileList()) {
      FileDescriptor[] imports =
          file.getDependencyList().stream()
              .map(linked::get)
              .filter(Objects::nonNull)
              .toArray(FileDescriptor[]::new);
      try {
        linked.put(file.getName(), FileDescriptor.buildFrom(file, imports));
      } catch (DescriptorValidationException unfit) {
        throw new IllegalStateException(unfit);
      }
    }
    return List.copyOf(linked.values());
  }

  private void know(FileDescriptor file) {
    if (others.put(file.getName(), file) == null) {
      file.getDependencies().forEach(this::know);
    }
  }

  private void add(String path, String wantedBy) {
    if (done.containsKey(path)) {
      return;
    }
    FileDescriptorProto file = generated.get(path);
    if (file == null && others.containsKey(path)) {
      file = others.get(path).toProto();
    }
    if (file == null) {
      throw new IllegalStateException(wantedBy + " imports " + path + ", which is not known");
    }
    file.getDependencyList().forEach(needed -> add(needed, path));
    done.put(path, file);
  }
}
