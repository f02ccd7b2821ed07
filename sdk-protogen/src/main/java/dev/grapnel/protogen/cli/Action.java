package dev.grapnel.protogen.cli;

/** What a {@link ProtoJob} does with what it generated. */
public enum Action {
  /** Writes the files that are not there yet, or not so. */
  WRITE,
  /** Compares with the files that are kept; writes nothing. */
  CHECK,
  /** Compares with the files that would be written; writes nothing. */
  DRY_RUN
}
