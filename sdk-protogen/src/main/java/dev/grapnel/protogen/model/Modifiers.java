package dev.grapnel.protogen.model;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** Copies of modifiers in one order, so that equal ones print alike. */
final class Modifiers {

  private Modifiers() {}

  static Set<Modifier> copy(Set<Modifier> modifiers) {
    Set<Modifier> copy = EnumSet.noneOf(Modifier.class);
    copy.addAll(modifiers);
    return Collections.unmodifiableSet(copy);
  }
}
