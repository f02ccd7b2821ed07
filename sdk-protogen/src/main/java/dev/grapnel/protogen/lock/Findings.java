package dev.grapnel.protogen.lock;

import dev.grapnel.protogen.diagnostic.Code;
import dev.grapnel.protogen.diagnostic.Diagnostic;
import dev.grapnel.protogen.diagnostic.Diagnostics;
import dev.grapnel.protogen.model.SourceLocation;
import dev.grapnel.protogen.schema.Origin;

/** Findings against a model or a lock. */
record Findings(Diagnostics diagnostics) {

  private static final int LONGEST = 120;

  void add(Code code, Origin origin, String problem, String why, String fix) {
    diagnostics.add(new Diagnostic(code, origin.location(), origin.subject(), problem, why, fix));
  }

  /** A finding about a lock file. */
  void add(Code code, String file, String subject, String problem, String fix) {
    add(code, inFile(file, subject), problem, "", fix);
  }

  static Origin inFile(String file, String subject) {
    return new Origin(new SourceLocation(file, 0), bounded(subject));
  }

  /** Text from a file, not longer than a line. */
  static String bounded(String text) {
    String line = text.replaceAll("\\p{Cntrl}", " ");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }
}
