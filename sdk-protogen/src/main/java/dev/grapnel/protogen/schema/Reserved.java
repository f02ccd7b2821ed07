package dev.grapnel.protogen.schema;

/**
 * A number and a name that are not used again.
 *
 * @param number the number; 0 for a name alone, whose field goes on under another name
 * @param name the name of the field or value that had it; empty for a number alone
 */
public record Reserved(int number, String name) {

  boolean hasNumber() {
    return number != 0;
  }

  boolean hasName() {
    return !name.isEmpty();
  }
}
