package dev.grapnel.protogen.constraint;

import dev.grapnel.protogen.diagnostic.Code;
import dev.grapnel.protogen.diagnostic.Diagnostic;
import dev.grapnel.protogen.diagnostic.Diagnostics;
import dev.grapnel.protogen.model.JavaAnnotation;
import dev.grapnel.protogen.schema.Origin;

/** Tells what was left out, of one property. */
record Report(Diagnostics diagnostics, Origin origin) {

  void skipped(Code code, JavaAnnotation constraint, String why) {
    diagnostics.add(
        new Diagnostic(
            code,
            origin.location(),
            origin.subject(),
            "@" + constraint.simpleName() + " is left out of the schema",
            why,
            "check it in the service, or write a rule of protovalidate there"));
  }
}
