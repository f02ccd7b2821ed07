package dev.grapnel.protogen.cli;

import dev.grapnel.protogen.ProtoFolder.Change;
import dev.grapnel.protogen.diagnostic.Diagnostic;
import dev.grapnel.protogen.diagnostic.Severity;
import java.util.List;

/**
 * What a {@link ProtoJob} did. Immutable.
 *
 * @param action what was asked for
 * @param selected how many models and services were found
 * @param findings errors and warnings, in the order they were found
 * @param changes the files that were written, or are not as generated; empty if there are errors
 */
public record JobResult(
    Action action, int selected, List<Diagnostic> findings, List<Change> changes) {

  /**
   * Copies what could change.
   *
   * @param action what was asked for
   * @param selected how many models and services were found
   * @param findings errors and warnings, in the order they were found
   * @param changes the files that were written, or are not as generated; empty if there are errors
   */
  public JobResult {
    findings = List.copyOf(findings);
    changes = List.copyOf(changes);
  }

  /**
   * Tells whether there is an error among the findings; then nothing was written.
   *
   * @return whether there is
   */
  public boolean hasErrors() {
    return findings.stream().anyMatch(one -> one.severity() == Severity.ERROR);
  }

  /**
   * Tells whether all is right: no error, and with {@link Action#CHECK} no difference.
   *
   * @return whether it is
   */
  public boolean isRight() {
    return !hasErrors() && (action != Action.CHECK || changes.isEmpty());
  }

  /**
   * Tells the changes line by line.
   *
   * @return a unified diff of all changed files, without line ends; control characters are shown as
   *     {@code ^M}
   */
  public List<String> diff() {
    return changes.stream().flatMap(change -> TextDiff.of(change).stream()).toList();
  }
}
