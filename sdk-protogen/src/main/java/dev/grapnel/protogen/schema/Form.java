package dev.grapnel.protogen.schema;

/** How a Java value becomes a protobuf value, where the two types leave a choice. */
public enum Form {
  /** The one way there is, or the usual one. */
  PLAIN,
  /** As text. */
  STRING,
  /** As bytes: a UUID's sixteen, a BigInteger's two's complement. */
  BYTES,
  /** Milliseconds since 1970, or of a duration. */
  MILLIS,
  /** Nanoseconds of a duration. */
  NANOS,
  /** Days since 1970. */
  EPOCH_DAY,
  /** A {@code google.protobuf.Timestamp}; the offset or zone is lost. */
  TIMESTAMP,
  /** A message of {@code google.type}. */
  GOOGLE_TYPE,
  /** Two numbers: a UUID's halves; a decimal's digits and scale. */
  PARTS,
  /** An enum's number. */
  NUMBER,
  /** A collection in a message of its own, so that it can be absent. */
  WRAPPED
}
