package dev.grapnel.protogen.model;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A type as it is written where it is used, with the annotations on this use. Immutable. */
public sealed interface JavaType {

  /**
   * Tells the annotations of this use of the type, for example {@code @Nullable}.
   *
   * @return the annotations, empty if there are none
   */
  Annotations annotations();

  /**
   * A primitive type or {@code void}.
   *
   * @param name the keyword, for example {@code int}
   * @param annotations the annotations of this use
   */
  record Primitive(String name, Annotations annotations) implements JavaType {
    @Override
    public String toString() {
      return name;
    }
  }

  /**
   * A class, record, enum or interface.
   *
   * @param className the binary name, for example {@code com.acme.Outer$Inner}
   * @param arguments the type arguments; empty for a class without parameters and for a raw type
   * @param annotations the annotations of this use
   */
  record Named(String className, List<JavaType> arguments, Annotations annotations)
      implements JavaType {

    /**
     * Copies what could change.
     *
     * @param className the binary name, for example {@code com.acme.Outer$Inner}
     * @param arguments the type arguments; empty for a class without parameters and for a raw type
     * @param annotations the annotations of this use
     */
    public Named {
      arguments = List.copyOf(arguments);
    }

    @Override
    public String toString() {
      String simple = className.substring(className.lastIndexOf('.') + 1).replace('$', '.');
      return arguments.isEmpty()
          ? simple
          : simple
              + arguments.stream()
                  .map(JavaType::toString)
                  .collect(Collectors.joining(", ", "<", ">"));
    }
  }

  /**
   * An array.
   *
   * @param element the type of its elements
   * @param annotations the annotations of this use
   */
  record Array(JavaType element, Annotations annotations) implements JavaType {
    @Override
    public String toString() {
      return element + "[]";
    }
  }

  /**
   * A type variable.
   *
   * @param name the name, for example {@code T}
   * @param annotations the annotations of this use
   */
  record Variable(String name, Annotations annotations) implements JavaType {
    @Override
    public String toString() {
      return name;
    }
  }

  /**
   * A wildcard; without a bound it is {@code ?}.
   *
   * @param upper what it extends
   * @param lower what it is a super type of
   * @param annotations the annotations of this use
   */
  record Wildcard(@Nullable JavaType upper, @Nullable JavaType lower, Annotations annotations)
      implements JavaType {
    @Override
    public String toString() {
      if (upper != null) {
        return "? extends " + upper;
      }
      return lower != null ? "? super " + lower : "?";
    }
  }

  /**
   * Names a class without arguments or annotations.
   *
   * @param className the binary name
   * @param arguments the type arguments
   * @return the type
   */
  static Named named(String className, JavaType... arguments) {
    return new Named(className, List.of(arguments), Annotations.NONE);
  }

  /**
   * Names a primitive type without annotations.
   *
   * @param name the keyword
   * @return the type
   */
  static Primitive primitive(String name) {
    return new Primitive(name, Annotations.NONE);
  }
}
