package dev.grapnel.protogen.modelservice.conversion;

import java.lang.invoke.MethodType;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Types without open variables. */
final class Types {

  /** A generic type with arguments; an own one, so that two are equal when they are the same. */
  record Generic(Class<?> raw, List<Type> arguments) implements ParameterizedType {
    @Override
    public Type[] getActualTypeArguments() {
      return arguments.toArray(new Type[0]);
    }

    @Override
    public Type getRawType() {
      return raw;
    }

    @Override
    public @Nullable Type getOwnerType() {
      return raw.getDeclaringClass();
    }
  }

  private Types() {}

  /** What variables stand for within a type. */
  static Map<TypeVariable<?>, Type> bindings(Type type) {
    Map<TypeVariable<?>, Type> bindings = new HashMap<>();
    if (type instanceof Generic generic) {
      TypeVariable<?>[] variables = generic.raw().getTypeParameters();
      for (int i = 0; i < variables.length; i++) {
        bindings.put(variables[i], generic.arguments().get(i));
      }
    }
    return bindings;
  }

  /** Puts in what variables stand for; those that stand for nothing become their bounds. */
  static Type resolve(Type type, Map<TypeVariable<?>, Type> bindings) {
    if (type instanceof TypeVariable<?> variable) {
      Type bound = bindings.get(variable);
      return bound != null ? bound : raw(variable.getBounds()[0]);
    }
    if (type instanceof WildcardType wildcard) {
      return resolve(wildcard.getUpperBounds()[0], bindings);
    }
    if (type instanceof GenericArrayType array) {
      return raw(resolve(array.getGenericComponentType(), bindings)).arrayType();
    }
    if (type instanceof ParameterizedType generic) {
      return new Generic(
          raw(generic),
          Arrays.stream(generic.getActualTypeArguments())
              .map(each -> resolve(each, bindings))
              .toList());
    }
    return type;
  }

  /** The class of a type, a primitive one's box. */
  static Class<?> raw(Type type) {
    if (type instanceof ParameterizedType generic) {
      return raw(generic.getRawType());
    }
    return type instanceof Class<?> known
        ? MethodType.methodType(known).wrap().returnType()
        : Object.class;
  }

  /** The argument of a generic type; anything if it is used without. */
  static Type argument(Type type, int index) {
    return type instanceof Generic generic ? generic.arguments().get(index) : Object.class;
  }
}
