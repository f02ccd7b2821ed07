package dev.grapnel.protogen.mapping;

import dev.grapnel.protogen.diagnostic.Code;
import dev.grapnel.protogen.diagnostic.Diagnostic;
import dev.grapnel.protogen.diagnostic.Diagnostics;
import dev.grapnel.protogen.model.JavaAnnotation;
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

  /** A value that does not compile would be taken for one that is not there. */
  void checkWhole(JavaAnnotation annotation, Origin origin) {
    if (!annotation.isWhole()) {
      add(
          Code.BAD_ANNOTATION,
          origin,
          "a value of @" + annotation.simpleName() + " does not compile",
          "What is meant cannot be known, and the lock would keep something else for ever.",
          "mend it; a constant may lack its import");
    }
  }

  /** A text from outside, short enough to be read. */
  static String bounded(String text) {
    return text.length() <= 80 ? text : text.substring(0, 77) + "...";
  }
}
