package dev.grapnel.protogen.model;

import java.util.List;

/**
 * A type parameter of a class or a method.
 *
 * @param name the name, for example {@code T}
 * @param bounds what it extends; empty for {@code Object}
 */
public record TypeParameter(String name, List<JavaType> bounds) {

  /**
   * Copies what could change.
   *
   * @param name the name, for example {@code T}
   * @param bounds what it extends; empty for {@code Object}
   */
  public TypeParameter {
    bounds = List.copyOf(bounds);
  }
}
