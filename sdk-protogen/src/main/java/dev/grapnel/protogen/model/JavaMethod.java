package dev.grapnel.protogen.model;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A method or a constructor.
 *
 * @param name the name; {@code <init>} for a constructor
 * @param returns what it returns; {@code void} for a constructor
 * @param parameters its parameters in order
 * @param typeParameters its own type parameters
 * @param modifiers what stands before it
 * @param annotations the annotations of the declaration
 * @param comment its Javadoc without markup; null if there is none or it cannot be known
 * @param location where it is declared
 */
public record JavaMethod(
    String name,
    JavaType returns,
    List<JavaParameter> parameters,
    List<TypeParameter> typeParameters,
    Set<Modifier> modifiers,
    Annotations annotations,
    @Nullable String comment,
    SourceLocation location) {

  /**
   * Copies what could change.
   *
   * @param name the name; {@code <init>} for a constructor
   * @param returns what it returns; {@code void} for a constructor
   * @param parameters its parameters in order
   * @param typeParameters its own type parameters
   * @param modifiers what stands before it
   * @param annotations the annotations of the declaration
   * @param comment its Javadoc without markup; null if there is none or it cannot be known
   * @param location where it is declared
   */
  public JavaMethod {
    parameters = List.copyOf(parameters);
    typeParameters = List.copyOf(typeParameters);
    modifiers = Modifiers.copy(modifiers);
  }
}
