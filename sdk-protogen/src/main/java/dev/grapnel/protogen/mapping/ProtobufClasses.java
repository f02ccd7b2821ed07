package dev.grapnel.protogen.mapping;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.grapnel.protogen.schema.ProtoType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds which message or enum a class of protoc stands for. The class file's members do not tell
 * it: the name in the .proto file is known to the class's code alone, so these classes, and no
 * others, are loaded. Not thread-safe.
 */
public final class ProtobufClasses {

  private final @Nullable ClassLoader loader;
  private final Map<String, FileDescriptor> files = new TreeMap<>();

  private ProtobufClasses(@Nullable ClassLoader loader) {
    this.loader = loader;
  }

  /**
   * Finds none: messages of others are findings then.
   *
   * @return a finder of nothing
   */
  public static ProtobufClasses none() {
    return new ProtobufClasses(null);
  }

  /**
   * Loads classes of protoc, and asks them for their descriptors.
   *
   * @param loader what loads them
   * @return a finder that finds nothing where a class cannot be loaded
   */
  public static ProtobufClasses loadedBy(ClassLoader loader) {
    return new ProtobufClasses(loader);
  }

  /** The full name and the file of the message or enum of a class; empty if it cannot be told. */
  Optional<ProtoType.External> find(String className) {
    if (loader == null) {
      return Optional.empty();
    }
    try {
      Object found = Class.forName(className, true, loader).getMethod("getDescriptor").invoke(null);
      String kind = found.getClass().getSimpleName();
      return kind.equals("Descriptor") || kind.equals("EnumDescriptor")
          ? Optional.of(external(found, kind.startsWith("Enum")))
          : Optional.empty();
    } catch (ReflectiveOperationException
        | LinkageError
        | InvalidProtocolBufferException
        | DescriptorValidationException unknown) {
      return Optional.empty();
    }
  }

  private ProtoType.External external(Object descriptor, boolean isEnum)
      throws ReflectiveOperationException,
          InvalidProtocolBufferException,
          DescriptorValidationException {
    FileDescriptor file = copy(ask(descriptor, "getFile"));
    return new ProtoType.External((String) ask(descriptor, "getFullName"), file.getName(), isEnum);
  }

  /** The loader may have a protobuf of its own, whose descriptors are no objects of ours. */
  private FileDescriptor copy(Object file)
      throws ReflectiveOperationException,
          InvalidProtocolBufferException,
          DescriptorValidationException {
    FileDescriptor known = files.get((String) ask(file, "getName"));
    if (known != null) {
      return known;
    }
    List<FileDescriptor> needed = new ArrayList<>();
    for (Object dependency : (List<?>) ask(file, "getDependencies")) {
      needed.add(copy(dependency));
    }
    byte[] bytes = (byte[]) ask(ask(file, "toProto"), "toByteArray");
    FileDescriptor made =
        FileDescriptor.buildFrom(
            FileDescriptorProto.parseFrom(bytes), needed.toArray(FileDescriptor[]::new));
    files.put(made.getName(), made);
    return made;
  }

  private static Object ask(Object of, String method) throws ReflectiveOperationException {
    return of.getClass().getMethod(method).invoke(of);
  }

  /**
   * Tells the files of all that was found.
   *
   * @return their descriptors, sorted by path
   */
  public Collection<FileDescriptor> files() {
    return files.values();
  }
}
