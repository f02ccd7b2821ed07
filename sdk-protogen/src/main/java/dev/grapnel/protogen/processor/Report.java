package dev.grapnel.protogen.processor;

import dev.grapnel.protogen.diagnostic.Diagnostic;
import dev.grapnel.protogen.diagnostic.Severity;
import dev.grapnel.protogen.model.SourceLocation;
import dev.grapnel.protogen.source.JavaElements;
import java.util.List;
import java.util.Optional;
import javax.annotation.processing.Messager;
import javax.lang.model.element.Element;
import javax.tools.Diagnostic.Kind;

/** Prints findings where the compiler prints its own: at the lines that they are about. */
record Report(Messager messager, JavaElements elements) {

  void print(List<Diagnostic> findings) {
    findings.forEach(this::print);
  }

  private void print(Diagnostic finding) {
    Kind kind = finding.severity() == Severity.ERROR ? Kind.ERROR : Kind.WARNING;
    Optional<Element> place = elements.element(finding.location(), finding.subject());
    if (place.isPresent()) {
      // The compiler says the place itself.
      messager.printMessage(kind, withoutLocation(finding).toString(), place.get());
    } else {
      messager.printMessage(kind, finding.toString());
    }
  }

  private static Diagnostic withoutLocation(Diagnostic finding) {
    return new Diagnostic(
        finding.code(),
        SourceLocation.UNKNOWN,
        finding.subject(),
        finding.problem(),
        finding.why(),
        finding.fix());
  }
}
