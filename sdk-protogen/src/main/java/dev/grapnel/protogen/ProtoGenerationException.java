package dev.grapnel.protogen;

import dev.grapnel.protogen.diagnostic.Diagnostic;
import dev.grapnel.protogen.diagnostic.Severity;
import java.util.List;
import java.util.stream.Collectors;

/** Thrown when types cannot become .proto files; it tells everything that is wrong at once. */
public final class ProtoGenerationException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<Diagnostic> findings;

  ProtoGenerationException(List<Diagnostic> findings) {
    super(text(findings));
    this.findings = List.copyOf(findings);
  }

  private static String text(List<Diagnostic> findings) {
    List<Diagnostic> errors =
        findings.stream().filter(one -> one.severity() == Severity.ERROR).toList();
    String start =
        errors.size() == 1
            ? "nothing was generated, one error:"
            : "nothing was generated, " + errors.size() + " errors:";
    return errors.stream().map(one -> "\n  " + one).collect(Collectors.joining("", start, ""));
  }

  /**
   * Tells what was found.
   *
   * @return errors and warnings, in the order they were found
   */
  public List<Diagnostic> findings() {
    return findings;
  }
}
