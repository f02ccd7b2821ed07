package dev.grapnel.protogen.model;

/** What a class declares. */
public enum ClassKind {
  /** A class. */
  CLASS,
  /** A record. */
  RECORD,
  /** An enum. */
  ENUM,
  /** An interface. */
  INTERFACE,
  /** An annotation. */
  ANNOTATION
}
