package dev.grapnel.protogen.model;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The annotations of one place, sorted by the names of their classes: class files do not keep the
 * order in which they are written. Immutable.
 *
 * @param list the annotations
 */
public record Annotations(List<JavaAnnotation> list) {

  /** No annotations. */
  public static final Annotations NONE = new Annotations(List.of());

  /**
   * Copies what could change, sorted.
   *
   * @param list the annotations
   */
  public Annotations {
    list = list.stream().sorted(Comparator.comparing(JavaAnnotation::className)).toList();
  }

  /**
   * Finds an annotation by its class.
   *
   * @param className the binary name of the annotation's class
   * @return the first of it
   */
  public Optional<JavaAnnotation> find(String className) {
    for (JavaAnnotation annotation : list) {
      if (annotation.className().equals(className)) {
        return Optional.of(annotation);
      }
    }
    return Optional.empty();
  }

  /**
   * Tells whether an annotation is there.
   *
   * @param className the binary name of the annotation's class
   * @return whether it is
   */
  public boolean has(String className) {
    return find(className).isPresent();
  }

  /**
   * Tells whether an annotation of a simple name is there, whoever's it is: {@code @Nullable} has a
   * dozen packages.
   *
   * @param simpleName the name without a package
   * @return whether there is one
   */
  public boolean hasNamed(String simpleName) {
    for (JavaAnnotation annotation : list) {
      if (annotation.simpleName().equals(simpleName)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Adds the annotations of another place after these.
   *
   * @param more the others; those that are here already are left out
   * @return all of them
   */
  public Annotations and(Annotations more) {
    if (more.list.isEmpty()) {
      return this;
    }
    if (list.isEmpty()) {
      return more;
    }
    var both = new java.util.LinkedHashSet<>(list);
    both.addAll(more.list);
    return new Annotations(List.copyOf(both));
  }
}
