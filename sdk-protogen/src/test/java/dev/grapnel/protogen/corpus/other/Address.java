package dev.grapnel.protogen.corpus.other;

import java.time.Instant;

/** In a package of its own. */
public record Address(String street, Kind kind, Instant since) {

  /** Of what kind. */
  public enum Kind {
    HOME,
    WORK
  }
}
