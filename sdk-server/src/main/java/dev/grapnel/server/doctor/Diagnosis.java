package dev.grapnel.server.doctor;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;

/**
 * All that a {@link Doctor} found.
 *
 * @param findings the worst first; empty when all is well
 */
public record Diagnosis(List<Finding> findings) {

  /**
   * Puts the worst first.
   *
   * @param findings in any order
   */
  public Diagnosis {
    findings = findings.stream().sorted(Comparator.comparing(Finding::severity)).toList();
  }

  /**
   * Returns the exit code of a command that examines a server.
   *
   * @return 1 if there is an error among the findings, otherwise 0
   */
  public int exitCode() {
    return count(Severity.ERROR) > 0 ? 1 : 0;
  }

  /**
   * Returns the report for a terminal.
   *
   * @return several lines, each finding with what, why and how to mend; one line when all is well
   */
  public String text() {
    if (findings.isEmpty()) {
      return "Doctor: nothing to mend";
    }
    return findings.stream()
        .map(Diagnosis::text)
        .collect(
            Collectors.joining(
                System.lineSeparator(),
                "Doctor: errors %d, warnings %d, notes %d%n%n"
                    .formatted(
                        count(Severity.ERROR), count(Severity.WARNING), count(Severity.NOTE)),
                ""));
  }

  /**
   * Tells each finding in one line: errors at ERROR, warnings at WARN, notes at DEBUG. Those of the
   * certificate are left out, since the logger {@code grpc.tls} tells them.
   *
   * @param logger where to
   */
  public void log(Logger logger) {
    for (Finding finding : findings) {
      if (finding.code().startsWith(CertificateCheck.CODE)) {
        continue;
      }
      switch (finding.severity()) {
        case ERROR -> logger.error("{}", finding.line());
        case WARNING -> logger.warn("{}", finding.line());
        case NOTE -> logger.debug("{}", finding.line());
      }
    }
  }

  private long count(Severity severity) {
    return findings.stream().filter(finding -> finding.severity() == severity).count();
  }

  private static String text(Finding finding) {
    return "%s  %s%n  what  %s%n  why   %s%n  fix   %s%n"
        .formatted(
            finding.severity(), finding.code(), finding.what(), finding.why(), finding.fix());
  }
}
