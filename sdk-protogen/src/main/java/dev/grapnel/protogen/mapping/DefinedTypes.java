package dev.grapnel.protogen.mapping;

import dev.grapnel.protogen.schema.ProtoEnum;
import dev.grapnel.protogen.schema.ProtoMessage;
import dev.grapnel.protogen.schema.ProtoType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What has been defined, by protobuf package. */
final class DefinedTypes {

  /** The contents of a package. */
  static final class Contents {
    final List<ProtoMessage> messages = new ArrayList<>();
    final List<ProtoEnum> enums = new ArrayList<>();
  }

  private final Map<String, Contents> packages = new TreeMap<>();
  private final Map<String, String> names = new HashMap<>();

  void name(String key, String name) {
    names.put(key, name);
  }

  /** The protobuf name of a message or enum that is used. */
  String nameOf(ProtoType type) {
    String key =
        type instanceof ProtoType.MessageOf message
            ? message.key()
            : ((ProtoType.EnumOf) type).key();
    return names.getOrDefault(key, key);
  }

  void add(String packageName, ProtoMessage message) {
    name(message.key(), message.name());
    contents(packageName).messages.add(message);
  }

  void add(String packageName, ProtoEnum type) {
    contents(packageName).enums.add(type);
  }

  private Contents contents(String packageName) {
    return packages.computeIfAbsent(packageName, name -> new Contents());
  }

  /** The message of a type, if it is one that was defined. */
  Optional<ProtoMessage> message(ProtoType type) {
    return type instanceof ProtoType.MessageOf message
        ? packages.values().stream()
            .flatMap(contents -> contents.messages.stream())
            .filter(one -> one.key().equals(message.key()))
            .findFirst()
        : Optional.empty();
  }

  SortedMap<String, PackageContents> contents() {
    SortedMap<String, PackageContents> all = new TreeMap<>();
    packages.forEach(
        (name, contents) -> all.put(name, new PackageContents(contents.messages, contents.enums)));
    return all;
  }
}
