package dev.grapnel.protogen.diagnostic;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects findings in the order they are made, each once. Not thread-safe. */
public final class Diagnostics {

  private final Set<Diagnostic> found = new LinkedHashSet<>();

  /**
   * Adds a finding.
   *
   * @param diagnostic the finding
   */
  public void add(Diagnostic diagnostic) {
    found.add(diagnostic);
  }

  /**
   * Adds findings.
   *
   * @param diagnostics the findings
   */
  public void addAll(Collection<Diagnostic> diagnostics) {
    found.addAll(diagnostics);
  }

  /**
   * Tells whether there is an error.
   *
   * @return whether there is
   */
  public boolean hasErrors() {
    return found.stream().anyMatch(one -> one.severity() == Severity.ERROR);
  }

  /**
   * Tells all that was found.
   *
   * @return the findings in order
   */
  public List<Diagnostic> all() {
    return List.copyOf(found);
  }

  /**
   * Tells the findings of one weight.
   *
   * @param severity the weight
   * @return the findings in order
   */
  public List<Diagnostic> of(Severity severity) {
    return found.stream().filter(one -> one.severity() == severity).toList();
  }
}
