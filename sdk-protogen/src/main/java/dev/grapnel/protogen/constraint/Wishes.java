package dev.grapnel.protogen.constraint;

import dev.grapnel.protogen.model.Annotations;
import dev.grapnel.protogen.model.JavaAnnotation;
import dev.grapnel.protogen.model.JavaType;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The constraints that stand on a declaration and on its type, repeated ones apart. */
final class Wishes {

  private static final Set<String> PACKAGES =
      Set.of(
          "jakarta.validation.constraints",
          "javax.validation.constraints",
          "org.hibernate.validator.constraints");

  private final List<JavaAnnotation> all;

  private final List<JavaAnnotation> grouped;

  private Wishes(List<JavaAnnotation> found) {
    all = found.stream().filter(one -> one.parts("groups").isEmpty()).toList();
    grouped = found.stream().filter(one -> !one.parts("groups").isEmpty()).toList();
  }

  /** A compiler puts one annotation on the declaration and on the type: it counts once. */
  static Wishes of(Annotations declaration, JavaType type) {
    LinkedHashSet<JavaAnnotation> found = new LinkedHashSet<>();
    declaration.and(type.annotations()).list().forEach(one -> add(one, found));
    return new Wishes(List.copyOf(found));
  }

  private static void add(JavaAnnotation annotation, Set<JavaAnnotation> found) {
    if (!isConstraint(annotation)) {
      return;
    }
    if (annotation.className().endsWith("$List")) {
      for (Object part : annotation.parts("value")) {
        if (part instanceof JavaAnnotation one) {
          found.add(one);
        }
      }
    } else {
      found.add(annotation);
    }
  }

  /** Whether an annotation is one of Jakarta's or Hibernate's. */
  static boolean isConstraint(JavaAnnotation annotation) {
    String name = annotation.className();
    return PACKAGES.contains(name.substring(0, Math.max(0, name.lastIndexOf('.'))));
  }

  /** Those that are asked only when their group is: they say nothing of every call. */
  List<JavaAnnotation> grouped() {
    return grouped;
  }

  List<JavaAnnotation> all() {
    return all;
  }

  List<JavaAnnotation> named(String simpleName) {
    return all.stream().filter(one -> one.simpleName().equals(simpleName)).toList();
  }

  boolean has(String... simpleNames) {
    for (String name : simpleNames) {
      if (!named(name).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /**
   * The shortest and longest that are allowed, of {@code @Size} and Hibernate's {@code @Length}.
   */
  Optional<Long> least() {
    return sizes().map(one -> one.number("min", 0)).max(Long::compare).filter(least -> least > 0);
  }

  Optional<Long> most() {
    return sizes()
        .map(one -> one.number("max", Integer.MAX_VALUE))
        .min(Long::compare)
        .filter(most -> most >= 0 && most < Integer.MAX_VALUE);
  }

  private Stream<JavaAnnotation> sizes() {
    return all.stream()
        .filter(one -> one.simpleName().equals("Size") || one.simpleName().equals("Length"));
  }
}
