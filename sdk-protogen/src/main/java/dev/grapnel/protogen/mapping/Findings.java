package dev.grapnel.protogen.mapping;

import dev.grapnel.protogen.diagnostic.Code;
import dev.grapnel.protogen.diagnostic.Diagnostic;
import dev.grapnel.protogen.diagnostic.Diagnostics;
import dev.grapnel.protogen.schema.Origin;

/** Adds findings about an origin. */
final class Findings {

  private final Diagnostics diagnostics;

  Findings(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  void add(Code code, Origin origin, String problem, String why, String fix) {
    diagnostics.add(new Diagnostic(code, origin.location(), origin.subject(), problem, why, fix));
  }

  /** A text from outside, short enough to be read. */
  static String bounded(String text) {
    return text.length() <= 80 ? text : text.substring(0, 77) + "...";
  }
}
