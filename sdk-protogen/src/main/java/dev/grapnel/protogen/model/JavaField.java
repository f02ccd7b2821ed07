package dev.grapnel.protogen.model;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A field, a record's component or an enum's constant.
 *
 * @param name the name
 * @param type its type; of a constant the enum itself
 * @param modifiers what stands before it; empty for components and constants
 * @param annotations the annotations of the declaration; those of the type are with the type
 * @param comment its Javadoc without markup; null if there is none or it cannot be known
 * @param location where it is declared
 */
public record JavaField(
    String name,
    JavaType type,
    Set<Modifier> modifiers,
    Annotations annotations,
    @Nullable String comment,
    SourceLocation location) {

  /**
   * Copies what could change.
   *
   * @param name the name
   * @param type its type; of a constant the enum itself
   * @param modifiers what stands before it; empty for components and constants
   * @param annotations the annotations of the declaration; those of the type are with the type
   * @param comment its Javadoc without markup; null if there is none or it cannot be known
   * @param location where it is declared
   */
  public JavaField {
    modifiers = Modifiers.copy(modifiers);
  }
}
