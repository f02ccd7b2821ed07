package dev.grapnel.protogen.mapping;

import dev.grapnel.protogen.model.Annotations;
import dev.grapnel.protogen.model.JavaClass;
import dev.grapnel.protogen.model.JavaType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What type variables stand for. Immutable. */
public final class Bindings {

  /** Nothing is known of any variable. */
  public static final Bindings NONE = new Bindings(Map.of());

  private final Map<String, JavaType> types;

  private Bindings(Map<String, JavaType> types) {
    this.types = types;
  }

  /**
   * Binds the parameters of a class; those of a raw type stay open.
   *
   * @param type the class
   * @param arguments what its type parameters stand for, in order
   * @return the bindings
   */
  public static Bindings of(JavaClass type, List<JavaType> arguments) {
    if (arguments.size() != type.typeParameters().size()) {
      return NONE;
    }
    Map<String, JavaType> types = new HashMap<>();
    for (int i = 0; i < arguments.size(); i++) {
      types.put(type.typeParameters().get(i).name(), arguments.get(i));
    }
    return new Bindings(types);
  }

  /**
   * Replaces variables; one that stands for nothing is left. Wildcards become their bound.
   *
   * @param type a type as it is written
   * @return the type without the variables that are bound
   */
  public JavaType resolve(JavaType type) {
    if (type instanceof JavaType.Variable variable) {
      JavaType bound = types.get(variable.name());
      return bound == null ? type : with(bound, variable.annotations());
    }
    if (type instanceof JavaType.Named named) {
      return named.arguments().isEmpty()
          ? named
          : new JavaType.Named(
              named.className(),
              named.arguments().stream().map(this::resolve).toList(),
              named.annotations());
    }
    if (type instanceof JavaType.Array array) {
      return new JavaType.Array(resolve(array.element()), array.annotations());
    }
    if (type instanceof JavaType.Wildcard wildcard) {
      JavaType bound = bound(wildcard);
      return bound == null ? type : resolve(bound);
    }
    return type;
  }

  private static @Nullable JavaType bound(JavaType.Wildcard wildcard) {
    return wildcard.upper() != null ? wildcard.upper() : wildcard.lower();
  }

  private static JavaType with(JavaType type, Annotations more) {
    if (more.list().isEmpty()) {
      return type;
    }
    if (type instanceof JavaType.Named named) {
      return new JavaType.Named(
          named.className(), named.arguments(), named.annotations().and(more));
    }
    if (type instanceof JavaType.Array array) {
      return new JavaType.Array(array.element(), array.annotations().and(more));
    }
    return type;
  }
}
