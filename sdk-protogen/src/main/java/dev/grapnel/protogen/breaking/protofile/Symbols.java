package dev.grapnel.protogen.breaking.protofile;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a file sees: packages, services and types by full name. */
final class Symbols {

  enum Kind {
    MESSAGE,
    ENUM,
    /** A package or service, which is no type but has names in it. */
    SCOPE
  }

  record Found(String fullName, Kind kind) {}

  private final Set<String> files = new HashSet<>();
  private final Map<String, Kind> kinds = new HashMap<>();

  /** Adds what a file declares; tells whether it was new. */
  boolean add(FileDescriptorProto file) {
    if (!files.add(file.getName())) {
      return false;
    }
    String name = file.getPackage();
    for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
      kinds.putIfAbsent(name.substring(0, dot), Kind.SCOPE);
    }
    if (!name.isEmpty()) {
      kinds.putIfAbsent(name, Kind.SCOPE);
    }
    file.getMessageTypeList().forEach(message -> add(name, message));
    file.getEnumTypeList().forEach(type -> kinds.put(join(name, type.getName()), Kind.ENUM));
    file.getServiceList().forEach(service -> kinds.put(join(name, service.getName()), Kind.SCOPE));
    return true;
  }

  private void add(String scope, DescriptorProto message) {
    String name = join(scope, message.getName());
    kinds.put(name, Kind.MESSAGE);
    message.getNestedTypeList().forEach(nested -> add(name, nested));
    message.getEnumTypeList().forEach(type -> kinds.put(join(name, type.getName()), Kind.ENUM));
  }

  /**
   * Finds a type as protoc does: its first part is looked for from the scope outwards, and the rest
   * is looked for where the first part is found, and nowhere else.
   */
  @Nullable Found find(String scope, String written) {
    if (written.startsWith(".")) {
      return type(written.substring(1));
    }
    int dot = written.indexOf('.');
    String first = dot < 0 ? written : written.substring(0, dot);
    for (String around = scope; ; around = outside(around)) {
      Kind kind = kinds.get(join(around, first));
      if (kind != null && (dot >= 0 || kind != Kind.SCOPE)) {
        return type(join(around, written));
      }
      if (around.isEmpty()) {
        return null;
      }
    }
  }

  private @Nullable Found type(String fullName) {
    Kind kind = kinds.get(fullName);
    return kind == null || kind == Kind.SCOPE ? null : new Found(fullName, kind);
  }

  private static String outside(String scope) {
    return scope.substring(0, Math.max(scope.lastIndexOf('.'), 0));
  }

  static String join(String scope, String name) {
    return scope.isEmpty() ? name : scope + "." + name;
  }
}
