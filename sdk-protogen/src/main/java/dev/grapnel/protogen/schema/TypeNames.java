package dev.grapnel.protogen.schema;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Resolves keys to protobuf names and files. */
final class TypeNames {

  private record Place(String packageName, String fullName, String file) {}

  private final Map<String, Place> places = new HashMap<>();
  private final Map<String, ProtoPackage> packages = new HashMap<>();
  private final Map<String, Set<String>> visible = new HashMap<>();

  TypeNames(ProtoSchema schema) {
    for (ProtoPackage one : schema.packages()) {
      packages.put(one.name(), one);
      one.messages().forEach(message -> add(one, message.key(), message.name()));
      one.enums().forEach(type -> add(one, type.key(), type.name()));
    }
  }

  private void add(ProtoPackage around, String key, String name) {
    places.put(key, new Place(around.name(), around.name() + "." + name, around.path()));
  }

  /** The full name without a leading dot. */
  String fullName(ProtoType type) {
    if (type instanceof ProtoType.External external) {
      return external.fullName();
    }
    return place(type).fullName();
  }

  /** The shortest name that means the type within a package. */
  String nameWithin(String packageName, ProtoType type) {
    String full = fullName(type);
    if (!(type instanceof ProtoType.External) && place(type).packageName().equals(packageName)) {
      return full.substring(packageName.length() + 1);
    }
    return fromWithin(packageName, full);
  }

  /** A full name so that it is found within a package. */
  String fromWithin(String packageName, String full) {
    return isShadowed(full.substring(0, full.indexOf('.')), packageName) ? "." + full : full;
  }

  /** protoc looks for the first part of a name in the packages around first, as far as it sees. */
  private boolean isShadowed(String first, String packageName) {
    Set<String> seen = visible.computeIfAbsent(packageName, this::visible);
    for (int end = packageName.length(); end > 0; end = packageName.lastIndexOf('.', end - 1)) {
      String inner = packageName.substring(0, end) + "." + first;
      if (seen.stream().anyMatch(one -> one.equals(inner) || one.startsWith(inner + "."))) {
        return true;
      }
    }
    return false;
  }

  /** A package, and those that its file imports. */
  private Set<String> visible(String packageName) {
    Set<String> names = new HashSet<>(Set.of(packageName));
    ProtoPackage own = packages.get(packageName);
    List<String> imports = own == null ? List.of() : imports(own);
    for (ProtoPackage one : packages.values()) {
      if (imports.contains(one.path())) {
        names.add(one.name());
      }
    }
    return names;
  }

  /** The files that a package imports, sorted. */
  List<String> imports(ProtoPackage of) {
    TreeSet<String> files = new TreeSet<>();
    for (ProtoMessage message : of.messages()) {
      for (ProtoField field : message.fields()) {
        add(files, field.type());
        if (!field.rules().isEmpty()) {
          files.add("buf/validate/validate.proto");
        }
      }
    }
    for (ProtoService service : of.services()) {
      for (ProtoRpc rpc : service.rpcs()) {
        add(files, rpc.request());
        add(files, rpc.response());
        if (rpc.http() != null) {
          files.add("google/api/annotations.proto");
        }
      }
    }
    files.remove(of.path());
    return List.copyOf(files);
  }

  private void add(Set<String> files, ProtoType type) {
    if (type instanceof ProtoType.External external) {
      files.add(external.file());
    } else if (type instanceof ProtoType.MapOf map) {
      add(files, map.value());
    } else if (!(type instanceof ProtoType.Scalar)) {
      files.add(place(type).file());
    }
  }

  private Place place(ProtoType type) {
    String key =
        type instanceof ProtoType.MessageOf message
            ? message.key()
            : ((ProtoType.EnumOf) type).key();
    Place place = places.get(key);
    if (place == null) {
      throw new IllegalStateException("no message or enum has the key " + key);
    }
    return place;
  }
}
