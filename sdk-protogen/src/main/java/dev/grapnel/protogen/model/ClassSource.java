package dev.grapnel.protogen.model;

import java.util.Optional;

/**
 * Finds classes by name, without loading them. Equal calls give equal answers. Need not be
 * thread-safe.
 */
public interface ClassSource {

  /**
   * Finds a class.
   *
   * @param className the binary name, for example {@code com.acme.Outer$Inner}
   * @return the class; empty if there is none
   */
  Optional<JavaClass> find(String className);
}
