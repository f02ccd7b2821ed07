package dev.grapnel.protogen.schema;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Resolves keys to protobuf names and files. */
final class TypeNames {

  private record Place(String packageName, String fullName, String file) {}

  private final Map<String, Place> places = new HashMap<>();

  TypeNames(ProtoSchema schema) {
    for (ProtoPackage one : schema.packages()) {
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
    return isShadowed(full.substring(0, full.indexOf('.')), packageName) ? "." + full : full;
  }

  /** protoc looks for the first part of a name in the inner packages first. */
  private static boolean isShadowed(String first, String packageName) {
    List<String> parts = List.of(packageName.split("\\.", -1));
    return parts.subList(1, parts.size()).contains(first);
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
