package dev.grapnel.protogen.cli;

import dev.grapnel.protogen.annotation.ProtoIgnore;
import dev.grapnel.protogen.annotation.ProtoMessage;
import dev.grapnel.protogen.annotation.ProtoService;
import dev.grapnel.protogen.annotation.ProtoSubTypes;
import dev.grapnel.protogen.annotation.Resource;
import dev.grapnel.protogen.model.ClassKind;
import dev.grapnel.protogen.model.JavaClass;
import dev.grapnel.protogen.model.JavaType;
import dev.grapnel.protogen.model.Modifier;
import org.jspecify.annotations.Nullable;

/** Tells models and services from other classes. */
final class Models {

  private static final String JSON_SUB_TYPES = "com.fasterxml.jackson.annotation.JsonSubTypes";

  private Models() {}

  /** Whether an annotation asks for it. */
  static boolean isAnnotated(JavaClass type) {
    return type.annotations().has(ProtoMessage.class.getName())
        || isResource(type)
        || type.annotations().has(ProtoService.class.getName());
  }

  static boolean isResource(JavaClass type) {
    return type.annotations().has(Resource.class.getName());
  }

  /** Whether it is a service; an interface that is named and cannot be data is meant as one. */
  static boolean isService(JavaClass type) {
    return type.annotations().has(ProtoService.class.getName())
        || (type.is(ClassKind.INTERFACE) && !isClosed(type));
  }

  private static boolean isClosed(JavaClass type) {
    return type.has(Modifier.SEALED)
        || type.annotations().has(ProtoSubTypes.class.getName())
        || type.annotations().has(JSON_SUB_TYPES);
  }

  /**
   * Whether a pattern means it: what is annotated, and what holds data. Generic classes are mapped
   * where they are used, with their arguments; what protoc generated is none of ours.
   */
  static boolean isMeantByPattern(JavaClass type) {
    if (isAnnotated(type)) {
      return true;
    }
    if (type.annotations().has(ProtoIgnore.class.getName()) || !type.typeParameters().isEmpty()) {
      return false;
    }
    return switch (type.kind()) {
      case RECORD, ENUM -> true;
      case INTERFACE -> isClosed(type);
      case ANNOTATION -> false;
      case CLASS -> isClosed(type) || isData(type);
    };
  }

  private static boolean isData(JavaClass type) {
    boolean isInner = type.outer() != null && !type.has(Modifier.STATIC);
    return !isInner
        && !type.has(Modifier.ABSTRACT)
        && !type.fields().isEmpty()
        && !extendsForeign(type.superclass());
  }

  private static boolean extendsForeign(@Nullable JavaType superclass) {
    String name = superclass instanceof JavaType.Named named ? named.className() : "";
    return name.startsWith("com.google.protobuf.")
        || name.startsWith("io.grpc.")
        || name.endsWith("Exception")
        || name.endsWith("Error")
        || name.equals("java.lang.Throwable");
  }
}
