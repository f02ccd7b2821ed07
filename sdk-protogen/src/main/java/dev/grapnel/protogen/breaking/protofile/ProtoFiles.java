package dev.grapnel.protogen.breaking.protofile;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import dev.grapnel.core.config.OptionalLibrary;
import dev.grapnel.protogen.diagnostic.Diagnostics;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads .proto text. Needs {@code com.squareup.wire:wire-schema-jvm} on the class path.
 *
 * <p>Descriptors are those that protoc makes of proto3 files, without comments, custom options and
 * extensions. Of proto2, default values are left out, too, and groups are refused; editions are
 * refused.
 */
public final class ProtoFiles {

  private ProtoFiles() {}

  /**
   * Reads files that may import each other. What else they import is looked for on the class path,
   * where {@code google/protobuf} and other libraries have their files.
   *
   * @param texts texts by import path, with slashes: {@code acme/user/v1/user.proto}
   * @param diagnostics told what cannot be read, and what is left out
   * @return a descriptor for each text, in the order of their paths; empty if one cannot be read
   * @throws dev.grapnel.core.config.ConfigException if Wire is not on the class path
   */
  public static Optional<FileDescriptorSet> parse(
      Map<String, String> texts, Diagnostics diagnostics) {
    return OptionalLibrary.using(
        "com.squareup.wire:wire-schema-jvm", () -> read(new TreeMap<>(texts), diagnostics));
  }

  private static Optional<FileDescriptorSet> read(
      SortedMap<String, String> texts, Diagnostics diagnostics) {
    Diagnostics found = new Diagnostics();
    SortedMap<String, FileDescriptorProto> read = new TreeMap<>();
    texts.forEach(
        (path, text) -> WireFile.read(path, text, found).ifPresent(one -> read.put(path, one)));
    if (!found.hasErrors()) {
      Linker linker = new Linker(read, libraries(read), found);
      read.replaceAll((path, file) -> linker.link(file));
    }
    diagnostics.addAll(found.all());
    return found.hasErrors()
        ? Optional.empty()
        : Optional.of(FileDescriptorSet.newBuilder().addAllFile(read.values()).build());
  }

  /** What the files import that is not among them; only what the class path has. */
  private static Map<String, FileDescriptorProto> libraries(
      SortedMap<String, FileDescriptorProto> files) {
    Map<String, FileDescriptorProto> libraries = new TreeMap<>();
    for (FileDescriptorProto file : files.values()) {
      for (String path : file.getDependencyList()) {
        String text = files.containsKey(path) || libraries.containsKey(path) ? null : library(path);
        if (text != null) {
          WireFile.read(path, text, new Diagnostics()).ifPresent(one -> libraries.put(path, one));
        }
      }
    }
    return libraries;
  }

  private static @Nullable String library(String path) {
    try (InputStream file = ProtoFiles.class.getClassLoader().getResourceAsStream(path)) {
      return file == null ? null : new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot read " + path + " on the class path", failure);
    }
  }
}
