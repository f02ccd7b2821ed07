package dev.grapnel.protogen.schema;

/**
 * A number and a name that are not used again.
 *
 * @param number the number; 0 if only the name is reserved
 * @param name the name of the field or value that had it; empty if only the number is reserved
 */
public record Reserved(int number, String name) {

  boolean hasNumber() {
    return number != 0;
  }

  boolean hasName() {
    return !name.isEmpty();
  }
}
