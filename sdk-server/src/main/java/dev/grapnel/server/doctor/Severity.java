package dev.grapnel.server.doctor;

/** How bad a {@link Finding} is. */
public enum Severity {

  /** Calls fail or will fail, or the server is open to a known attack, whatever is around it. */
  ERROR,

  /**
   * It works, but somebody can be harmed by it; whether so depends on what is around the server.
   */
  WARNING,

  /** Good to know. */
  NOTE
}
