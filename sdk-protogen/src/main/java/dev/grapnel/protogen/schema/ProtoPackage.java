package dev.grapnel.protogen.schema;

import java.util.List;

/**
 * All of a protobuf package, which is one file. Immutable.
 *
 * @param name the package, for example {@code acme.user.v1}
 * @param path the file's path, with slashes: {@code acme/user/v1/user.proto}
 * @param javaPackage the package of the classes that protoc makes
 * @param outerClassName the class that protoc makes of the file
 * @param services the services
 * @param messages the messages
 * @param enums the enums
 */
public record ProtoPackage(
    String name,
    String path,
    String javaPackage,
    String outerClassName,
    List<ProtoService> services,
    List<ProtoMessage> messages,
    List<ProtoEnum> enums) {

  /**
   * Copies what could change.
   *
   * @param name the package, for example {@code acme.user.v1}
   * @param path the file's path, with slashes: {@code acme/user/v1/user.proto}
   * @param javaPackage the package of the classes that protoc makes
   * @param outerClassName the class that protoc makes of the file
   * @param services the services
   * @param messages the messages
   * @param enums the enums
   */
  public ProtoPackage {
    services = List.copyOf(services);
    messages = List.copyOf(messages);
    enums = List.copyOf(enums);
  }

  /**
   * Replaces what it declares besides services.
   *
   * @param given the messages
   * @param givenEnums the enums
   * @return a copy with them
   */
  public ProtoPackage withTypes(List<ProtoMessage> given, List<ProtoEnum> givenEnums) {
    return new ProtoPackage(name, path, javaPackage, outerClassName, services, given, givenEnums);
  }
}
