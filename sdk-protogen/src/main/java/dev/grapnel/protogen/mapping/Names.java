package dev.grapnel.protogen.mapping;

import dev.grapnel.protogen.model.ClassKind;
import dev.grapnel.protogen.model.JavaClass;
import dev.grapnel.protogen.model.JavaType;
import dev.grapnel.protogen.schema.FieldNames;
import dev.grapnel.protogen.schema.Origin;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What messages are called. */
final class Names {

  private Names() {}

  /** The name of a message or enum; a chosen one of a generic class is that of all its uses. */
  static String of(JavaType.Named type, JavaClass declaration) {
    String annotation = declaration.is(ClassKind.ENUM) ? Annotated.ENUM : Annotated.MESSAGE;
    String own =
        Annotated.of(declaration.annotations(), annotation)
            .text("name")
            .orElseGet(() -> message(declaration));
    return instance(own, type.arguments());
  }

  /** The name without a package: {@code Outer.Inner}. */
  static String simple(JavaType.Named type) {
    return type.className().substring(type.className().lastIndexOf('.') + 1).replace('$', '.');
  }

  static Origin origin(JavaClass type) {
    return new Origin(type.location(), simple(JavaType.named(type.name())));
  }

  /** {@code Outer.Inner} becomes {@code OuterInner}. */
  static String message(JavaClass type) {
    String within =
        type.packageName().isEmpty()
            ? type.name()
            : type.name().substring(type.packageName().length() + 1);
    return FieldNames.pascal(within);
  }

  /** {@code Page<List<User>>} becomes {@code PageOfListOfUser}. */
  static String instance(String name, List<JavaType> arguments) {
    return arguments.isEmpty()
        ? name
        : name + "Of" + arguments.stream().map(Names::word).collect(Collectors.joining("And"));
  }

  private static String word(JavaType type) {
    if (type instanceof JavaType.Named named) {
      return instance(FieldNames.pascal(simple(named)), named.arguments());
    }
    if (type instanceof JavaType.Array array) {
      return word(array.element()) + "Array";
    }
    return FieldNames.pascal(type.toString());
  }

  /** What an instance is known by: names with packages, without annotations. */
  static String key(JavaType type) {
    if (type instanceof JavaType.Named named) {
      return named.arguments().isEmpty()
          ? named.className()
          : named.className()
              + named.arguments().stream()
                  .map(Names::key)
                  .collect(Collectors.joining(",", "<", ">"));
    }
    return type instanceof JavaType.Array array ? key(array.element()) + "[]" : type.toString();
  }

  /** The value of an enum: capitals with single underscores. */
  static String constant(String constant) {
    boolean capitals = constant.equals(constant.toUpperCase(Locale.ROOT));
    return FieldNames.upperSnake(capitals ? constant.toLowerCase(Locale.ROOT) : constant);
  }
}
