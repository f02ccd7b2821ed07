package dev.grapnel.protogen.breaking;

import dev.grapnel.protogen.diagnostic.Code;
import dev.grapnel.protogen.diagnostic.Diagnostic;
import dev.grapnel.protogen.diagnostic.Diagnostics;
import dev.grapnel.protogen.model.SourceLocation;
import java.util.Set;

/** Makes findings about a published file. */
final class Report {

  private static final int MAX_LENGTH = 300;

  private final Diagnostics diagnostics;
  private final Set<String> accepted;

  Report(Diagnostics diagnostics, Set<String> accepted) {
    this.diagnostics = diagnostics;
    this.accepted = accepted;
  }

  void breaks(String file, String subject, String problem, String why, String fix) {
    add(Code.BREAKING, file, subject, problem, why, fix);
  }

  void note(String file, String subject, String problem, String why, String fix) {
    add(Code.NOTABLE_CHANGE, file, subject, problem, why, fix);
  }

  /** Breaks JSON and generated code but not the wire, so that it can be accepted by name. */
  void breaksUnlessAccepted(String file, String subject, String problem, String why, String fix) {
    Code code = accepted.contains(subject) ? Code.NOTABLE_CHANGE : Code.BREAKING;
    add(code, file, subject, problem, why, fix + ", or accept the change of " + subject);
  }

  private void add(Code code, String file, String subject, String problem, String why, String fix) {
    diagnostics.add(
        new Diagnostic(
            code,
            new SourceLocation(bounded(file), 0),
            bounded(subject),
            bounded(problem),
            bounded(why),
            bounded(fix)));
  }

  static String bounded(String text) {
    return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + "…";
  }
}
