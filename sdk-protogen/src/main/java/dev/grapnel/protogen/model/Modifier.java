package dev.grapnel.protogen.model;

/** What stands before a declaration, as far as generation asks for it. */
public enum Modifier {
  /** Seen by everyone. */
  PUBLIC,
  /** Seen by sub-classes and the package. */
  PROTECTED,
  /** Seen by the class alone. */
  PRIVATE,
  /** Without an instance around it; told of nested classes, fields and methods. */
  STATIC,
  /** Not changed or not extended. */
  FINAL,
  /** Without a body or not instantiated; interfaces are not told to be. */
  ABSTRACT,
  /** With a body in an interface. */
  DEFAULT,
  /** Extended by named classes only. */
  SEALED,
  /** Left out by serialization. */
  TRANSIENT
}
