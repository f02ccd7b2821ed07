package dev.grapnel.protogen.schema;

/**
 * A number and a name that are not used again.
 *
 * @param number the number
 * @param name the name of the field or value that had it
 */
public record Reserved(int number, String name) {}
