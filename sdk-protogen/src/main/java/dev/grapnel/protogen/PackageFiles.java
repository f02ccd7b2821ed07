package dev.grapnel.protogen;

import dev.grapnel.protogen.schema.FieldNames;
import dev.grapnel.protogen.schema.ProtoEnum;
import dev.grapnel.protogen.schema.ProtoMessage;
import dev.grapnel.protogen.schema.ProtoService;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What the file of a package, and the class that protoc makes of it, are called. */
final class PackageFiles {

  private PackageFiles() {}

  /** {@code acme.user.v1} is in {@code acme/user/v1/user.proto}, as buf's linter expects. */
  static String path(String packageName) {
    return packageName.replace('.', '/') + "/" + fileName(packageName) + ".proto";
  }

  /** The last part that is no version. */
  private static String fileName(String packageName) {
    List<String> parts = Arrays.asList(packageName.split("\\.", -1));
    String last = parts.get(parts.size() - 1);
    boolean isVersion = parts.size() > 1 && last.matches("v\\d+([a-z]+\\d*)?");
    return isVersion ? parts.get(parts.size() - 2) : last;
  }

  /** A name that none of the things in the file has. */
  static String outerClassName(
      String packageName,
      List<ProtoService> services,
      List<ProtoMessage> messages,
      List<ProtoEnum> enums) {
    List<String> taken =
        Stream.of(
                services.stream().map(service -> service.name() + "Grpc"),
                messages.stream().map(ProtoMessage::name),
                enums.stream().map(ProtoEnum::name))
            .flatMap(names -> names)
            .toList();
    String name = FieldNames.pascal(fileName(packageName)) + "Proto";
    while (taken.contains(name)) {
      name += "File";
    }
    return name;
  }
}
