package dev.grapnel.protogen.breaking;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Reads the schema in a jar. */
final class JarFiles implements AutoCloseable {

  private static final String OURS = "META-INF/grapnel/";
  private static final List<String> SETS = List.of(".desc", ".binpb", ".pb");

  private final ZipFile jar;

  private JarFiles(ZipFile jar) {
    this.jar = jar;
  }

  static JarFiles open(Path jar) throws UnreadableException {
    if (!Files.isRegularFile(jar)) {
      throw new UnreadableException("there is no such file", "name the jar that was published");
    }
    try {
      return new JarFiles(new ZipFile(jar.toFile()));
    } catch (IOException failure) {
      throw new UnreadableException(
          "it is no jar that can be read: " + failure.getMessage(),
          "name the jar that was published");
    }
  }

  /** The descriptor sets of the jar as one; empty if there is none. */
  Optional<FileDescriptorSet> descriptors() throws UnreadableException {
    SortedMap<String, FileDescriptorProto> files = new TreeMap<>();
    for (ZipEntry entry : entries()) {
      String name = entry.getName();
      if (name.startsWith(OURS) && SETS.stream().anyMatch(name::endsWith)) {
        try {
          FileDescriptorSet.parseFrom(bytes(entry))
              .getFileList()
              .forEach(file -> files.putIfAbsent(file.getName(), file));
        } catch (InvalidProtocolBufferException bad) {
          throw new UnreadableException(
              name + " is no descriptor set", "build the jar again, or name the .proto files");
        }
      }
    }
    return files.isEmpty()
        ? Optional.empty()
        : Optional.of(FileDescriptorSet.newBuilder().addAllFile(files.values()).build());
  }

  /** Texts by import path. */
  SortedMap<String, String> texts() throws UnreadableException {
    SortedMap<String, String> texts = new TreeMap<>();
    for (ZipEntry entry : entries()) {
      String name = entry.getName();
      if (name.endsWith(".proto")) {
        texts.put(
            name.startsWith(OURS) ? name.substring(OURS.length()) : name,
            new String(bytes(entry), StandardCharsets.UTF_8));
      }
    }
    return texts;
  }

  private List<? extends ZipEntry> entries() {
    Stream<? extends ZipEntry> entries = jar.stream();
    return entries.filter(entry -> !entry.isDirectory()).toList();
  }

  private byte[] bytes(ZipEntry entry) throws UnreadableException {
    try (InputStream file = jar.getInputStream(entry)) {
      byte[] bytes = file.readNBytes(UnreadableException.MAX_FILE_BYTES + 1);
      if (bytes.length > UnreadableException.MAX_FILE_BYTES) {
        throw UnreadableException.tooLarge(entry.getName());
      }
      return bytes;
    } catch (IOException failure) {
      throw new UnreadableException(
          entry.getName() + " cannot be read: " + failure.getMessage(), "build the jar again");
    }
  }

  @Override
  public void close() {
    try {
      jar.close();
    } catch (IOException nothingIsLost) {
      // It was only read.
    }
  }
}
