package dev.grapnel.protogen.mapping;

import dev.grapnel.protogen.model.ClassSource;
import dev.grapnel.protogen.model.JavaClass;
import dev.grapnel.protogen.model.JavaType;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Finds what a class extends and implements, all the way up. */
final class Supertypes {

  private Supertypes() {}

  /** The name of the first type above a class that is asked for, the nearest ones first. */
  static Optional<String> find(ClassSource classes, JavaClass type, Predicate<String> wanted) {
    Set<String> seen = new HashSet<>();
    Deque<JavaClass> rest = new ArrayDeque<>();
    rest.add(type);
    while (!rest.isEmpty()) {
      JavaClass one = rest.remove();
      for (JavaType above : one.interfaces()) {
        add(classes, above, seen, rest);
      }
      if (one.superclass() != null) {
        add(classes, one.superclass(), seen, rest);
      }
      Optional<String> found = seen.stream().filter(wanted).sorted().findFirst();
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static void add(
      ClassSource classes, JavaType type, Set<String> seen, Deque<JavaClass> rest) {
    if (type instanceof JavaType.Named named && seen.add(named.className())) {
      classes.find(named.className()).ifPresent(rest::add);
    }
  }
}
