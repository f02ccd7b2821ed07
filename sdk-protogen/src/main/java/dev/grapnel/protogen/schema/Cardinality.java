package dev.grapnel.protogen.schema;

/** How often a field is there. */
public enum Cardinality {
  /** Once; the default value and no value are the same, but for messages. */
  IMPLICIT,
  /** Once or not at all: {@code optional}. */
  OPTIONAL,
  /** Any number of times; maps, too. */
  REPEATED
}
