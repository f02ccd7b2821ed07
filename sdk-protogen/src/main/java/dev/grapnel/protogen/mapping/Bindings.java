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

  /** Binds the variables of a sub-type so that what it extends is the given type. */
  static Bindings matching(JavaType.Named extended, JavaType.Named given) {
    Map<String, JavaType> types = new HashMap<>();
    if (extended.arguments().size() == given.arguments().size()) {
      for (int i = 0; i < extended.arguments().size(); i++) {
        if (extended.arguments().get(i) instanceof JavaType.Variable variable) {
          types.put(variable.name(), given.arguments().get(i));
        }
      }
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
      return named.arguments().isEmpty() ? named : resolve(named);
    }
    if (type instanceof JavaType.Array array) {
      return new JavaType.Array(resolve(array.element()), array.annotations());
    }
    if (type instanceof JavaType.Wildcard wildcard) {
      JavaType bound = wildcard.upper() != null ? wildcard.upper() : wildcard.lower();
      return bound == null ? type : resolve(bound);
    }
    return type;
  }

  /** Replaces variables in the arguments of a class. */
  JavaType.Named resolve(JavaType.Named type) {
    return new JavaType.Named(
        type.className(),
        type.arguments().stream().map(this::resolve).toList(),
        type.annotations());
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

  /** An instance of a class as it is whatever is said of its arguments: one message for all. */
  static JavaType.Named bare(JavaType.Named type) {
    return new JavaType.Named(
        type.className(),
        type.arguments().stream().map(Bindings::bareArgument).toList(),
        Annotations.NONE);
  }

  private static JavaType bareArgument(JavaType type) {
    if (type instanceof JavaType.Named named) {
      return bare(named);
    }
    return type instanceof JavaType.Array array
        ? new JavaType.Array(bareArgument(array.element()), Annotations.NONE)
        : type;
  }

  /** The first part of a type that stands for nothing; null if all of it is known. */
  static @Nullable JavaType openPart(JavaType type) {
    if (type instanceof JavaType.Array array) {
      return openPart(array.element());
    }
    if (type instanceof JavaType.Named named) {
      for (JavaType argument : named.arguments()) {
        JavaType open = openPart(argument);
        if (open != null) {
          return open;
        }
      }
      return null;
    }
    return type instanceof JavaType.Primitive ? null : type;
  }

  /** How deep the arguments of a type are nested. */
  static int depth(JavaType type) {
    if (type instanceof JavaType.Array array) {
      return 1 + depth(array.element());
    }
    return type instanceof JavaType.Named named
        ? named.arguments().stream().mapToInt(each -> 1 + depth(each)).max().orElse(0)
        : 0;
  }
}
