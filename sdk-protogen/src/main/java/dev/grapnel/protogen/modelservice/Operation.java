package dev.grapnel.protogen.modelservice;

import io.grpc.MethodDescriptor.MethodType;

/** What a service for models can do, and what templates call it. */
enum Operation {
  LIST("List", "List", ListService.class),
  RETRIEVE("Retrieve", "Get", RetrieveService.class),
  CREATE("Create", "Create", CreateService.class),
  UPDATE("Update", "Update", UpdateService.class),
  PARTIAL_UPDATE("PartialUpdate", "PartialUpdate", PartialUpdateService.class),
  DESTROY("Destroy", "Delete", DestroyService.class),
  STREAM("Stream", "Stream", StreamService.class);

  private final String controllerName;
  private final String prefix;
  private final Class<?> type;

  Operation(String controllerName, String prefix, Class<?> type) {
    this.controllerName = controllerName;
    this.prefix = prefix;
    this.type = type;
  }

  /** What a class implements to be able to do it. */
  Class<?> type() {
    return type;
  }

  /** Only the names of many have a plural, which is not known here. */
  boolean isNamed(String rpc, String model) {
    if (rpc.equals(controllerName) || rpc.equals(prefix + model)) {
      return true;
    }
    boolean isMany = this == LIST || this == STREAM;
    return isMany && rpc.startsWith(prefix) && rpc.length() > prefix.length();
  }

  MethodType kind() {
    return this == STREAM ? MethodType.SERVER_STREAMING : MethodType.UNARY;
  }

  /** The names that an rpc can have, for messages. */
  String names(String model) {
    return controllerName + " or " + prefix + model + (this == LIST ? "s" : "");
  }
}
