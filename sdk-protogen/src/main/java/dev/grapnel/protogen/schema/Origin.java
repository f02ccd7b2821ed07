package dev.grapnel.protogen.schema;

import dev.grapnel.protogen.diagnostic.Code;
import dev.grapnel.protogen.diagnostic.Diagnostic;
import dev.grapnel.protogen.model.SourceLocation;

/**
 * Where in Java something comes from, for findings about it.
 *
 * @param location the place in the source
 * @param subject the class, or the class and its member: {@code Order.source}
 */
public record Origin(SourceLocation location, String subject) {

  /**
   * Makes a finding about it.
   *
   * @param code which rule it is
   * @param problem what is wrong; a clause without a full stop
   * @param why why it cannot be left so; a sentence, or empty
   * @param fix what to do; a clause without a full stop
   * @return the finding
   */
  public Diagnostic finding(Code code, String problem, String why, String fix) {
    return new Diagnostic(code, location, subject, problem, why, fix);
  }
}
