package dev.grapnel.protogen.diagnostic;

/** How much a finding weighs. */
public enum Severity {
  /** Nothing is generated. */
  ERROR,
  /** It is generated, but something is lost or surprising. */
  WARNING
}
