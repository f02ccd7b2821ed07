package dev.grapnel.protogen.mapping;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.GenericDescriptor;
import dev.grapnel.protogen.schema.ProtoType;
import java.lang.reflect.InvocationTargetException;
import java.util.Collection;
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
      boolean isKnown = found instanceof Descriptor || found instanceof EnumDescriptor;
      return isKnown ? Optional.of(external((GenericDescriptor) found)) : Optional.empty();
    } catch (ClassNotFoundException
        | NoSuchMethodException
        | IllegalAccessException
        | InvocationTargetException
        | LinkageError unknown) {
      return Optional.empty();
    }
  }

  private ProtoType.External external(GenericDescriptor descriptor) {
    FileDescriptor file = descriptor.getFile();
    files.put(file.getName(), file);
    return new ProtoType.External(
        descriptor.getFullName(), file.getName(), descriptor instanceof EnumDescriptor);
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
