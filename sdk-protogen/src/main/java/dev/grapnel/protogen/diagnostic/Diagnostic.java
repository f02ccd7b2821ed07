package dev.grapnel.protogen.diagnostic;

import dev.grapnel.protogen.model.SourceLocation;

/**
 * A finding. As text: {@code PG010 Order.java:12 Order.source: java.io.InputStream has no protobuf
 * form. Why. Fix: …}.
 *
 * @param code which rule it is
 * @param location where the source is, as far as it is known
 * @param subject what it is about: a class, or a class and its member, {@code Order.source}
 * @param problem what is wrong, naming the value; a clause without a full stop
 * @param why why it cannot be left so; a sentence, or empty
 * @param fix what to do; a clause without a full stop
 */
public record Diagnostic(
    Code code, SourceLocation location, String subject, String problem, String why, String fix) {

  /**
   * Tells how much it weighs.
   *
   * @return the severity of its code
   */
  public Severity severity() {
    return code.severity();
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(code.id()).append(' ');
    if (!location.toString().isEmpty()) {
      text.append(location).append(' ');
    }
    text.append(subject).append(": ").append(problem).append('.');
    if (!why.isEmpty()) {
      text.append(' ').append(why);
    }
    return text.append(" Fix: ").append(fix).append('.').toString();
  }
}
