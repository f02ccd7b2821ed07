package dev.grapnel.protogen.mapping;

import dev.grapnel.protogen.model.ClassSource;
import dev.grapnel.protogen.model.JavaClass;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Finds classes with their members in another order. */
final class ShuffledClasses implements ClassSource {

  private final ClassSource classes;
  private final int seed;

  ShuffledClasses(ClassSource classes, int seed) {
    this.classes = classes;
    this.seed = seed;
  }

  @Override
  public Optional<JavaClass> find(String className) {
    return classes.find(className).map(this::shuffled);
  }

  private JavaClass shuffled(JavaClass one) {
    return new JavaClass(
        one.name(),
        one.packageName(),
        one.simpleName(),
        one.outer(),
        one.kind(),
        one.modifiers(),
        one.typeParameters(),
        one.superclass(),
        one.interfaces(),
        shuffled(one.permitted()),
        shuffled(one.components()),
        shuffled(one.constants()),
        shuffled(one.fields()),
        shuffled(one.methods()),
        shuffled(one.constructors()),
        one.annotations(),
        one.comment(),
        one.location());
  }

  private <T> List<T> shuffled(List<T> members) {
    List<T> copy = new ArrayList<>(members);
    Collections.shuffle(copy, new Random(seed));
    return copy;
  }
}
