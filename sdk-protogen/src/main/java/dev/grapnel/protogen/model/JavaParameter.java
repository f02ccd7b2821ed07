package dev.grapnel.protogen.model;

import org.jspecify.annotations.Nullable;

/**
 * A parameter of a method or constructor.
 *
 * @param name the name; null if the class file does not tell it
 * @param type its type
 * @param annotations its annotations
 */
public record JavaParameter(@Nullable String name, JavaType type, Annotations annotations) {}
