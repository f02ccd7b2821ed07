package dev.grapnel.protogen.breaking;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the files of a set declare, by full name. Files of protobuf, Google and protovalidate are
 * left out: they are imported, and change with their own versions.
 */
final class Types {

  /** Something and where it is declared; the scope is the package or the message around it. */
  record Declared<T>(T descriptor, FileDescriptorProto file, String scope) {}

  final SortedMap<String, FileDescriptorProto> packages = new TreeMap<>();
  final SortedMap<String, Declared<DescriptorProto>> messages = new TreeMap<>();
  final SortedMap<String, Declared<EnumDescriptorProto>> enums = new TreeMap<>();
  final SortedMap<String, Declared<ServiceDescriptorProto>> services = new TreeMap<>();

  Types(FileDescriptorSet set) {
    set.getFileList().stream().filter(file -> !isLibrary(file)).forEach(this::add);
  }

  private static boolean isLibrary(FileDescriptorProto file) {
    return file.getName().startsWith("google/") || file.getName().startsWith("buf/validate/");
  }

  private void add(FileDescriptorProto file) {
    String scope = file.getPackage();
    packages.putIfAbsent(scope, file);
    file.getMessageTypeList().forEach(message -> add(file, scope, message));
    file.getEnumTypeList()
        .forEach(type -> enums.put(join(scope, type.getName()), new Declared<>(type, file, scope)));
    file.getServiceList()
        .forEach(
            service ->
                services.put(join(scope, service.getName()), new Declared<>(service, file, scope)));
  }

  private void add(FileDescriptorProto file, String scope, DescriptorProto message) {
    if (message.getOptions().getMapEntry()) {
      return;
    }
    String name = join(scope, message.getName());
    messages.put(name, new Declared<>(message, file, scope));
    message.getNestedTypeList().forEach(nested -> add(file, name, nested));
    message
        .getEnumTypeList()
        .forEach(type -> enums.put(join(name, type.getName()), new Declared<>(type, file, name)));
  }

  static String join(String scope, String name) {
    return scope.isEmpty() ? name : scope + "." + name;
  }
}
