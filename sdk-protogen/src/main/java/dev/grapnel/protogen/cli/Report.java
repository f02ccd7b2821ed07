package dev.grapnel.protogen.cli;

import dev.grapnel.protogen.diagnostic.Diagnostic;
import dev.grapnel.protogen.diagnostic.Severity;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.IStyle;
import picocli.CommandLine.Help.Ansi.Style;

/** Prints: results to the one, findings to the other; with colours if the terminal has them. */
final class Report {

  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean coloured;

  Report(PrintWriter out, PrintWriter err, Ansi ansi) {
    this.out = out;
    this.err = err;
    this.coloured = ansi.enabled();
  }

  /** Prints a line of the result. */
  void line(String text) {
    out.println(TextDiff.visible(text));
  }

  /** Prints what the user did wrongly. */
  void problem(String text) {
    err.println(styled("protogen: ", Style.bold, Style.fg_red) + oneLine(text));
  }

  /** Prints all findings, and how many there are. */
  void findings(List<Diagnostic> findings) {
    findings.forEach(this::finding);
    long errors = findings.stream().filter(one -> one.severity() == Severity.ERROR).count();
    if (!findings.isEmpty()) {
      err.println(
          count(errors, "error")
              + ", "
              + count(findings.size() - errors, "warning")
              + (errors > 0 ? "; nothing was written" : ""));
    }
  }

  private void finding(Diagnostic one) {
    boolean isError = one.severity() == Severity.ERROR;
    String place = one.location().toString();
    err.println(
        styled(
                isError ? "error " : "warning ",
                Style.bold,
                isError ? Style.fg_red : Style.fg_yellow)
            + styled(one.code().id(), Style.bold)
            + " "
            + oneLine((place.isEmpty() ? "" : place + " ") + one.subject() + ": " + one.problem())
            + ".");
    if (!one.why().isEmpty()) {
      err.println("    " + oneLine(one.why()));
    }
    err.println("    " + styled("Fix: ", Style.fg_green) + oneLine(one.fix()) + ".");
  }

  /** Prints a unified diff. */
  void diff(List<String> lines) {
    for (String line : lines) {
      // Only the two lines before a hunk can begin so and mean a file; bold is right for both.
      if (line.startsWith("--- ") || line.startsWith("+++ ")) {
        out.println(styled(line, Style.bold));
      } else if (line.startsWith("@@")) {
        out.println(styled(line, Style.fg_cyan));
      } else if (line.startsWith("+")) {
        out.println(styled(line, Style.fg_green));
      } else {
        out.println(line.startsWith("-") ? styled(line, Style.fg_red) : line);
      }
    }
  }

  static String count(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  /** Ends with a reset: the code that ends bold means underlined on some terminals. */
  private String styled(String text, IStyle... styles) {
    return coloured ? Style.on(styles) + text + Style.reset.on() : text;
  }

  private static String oneLine(String text) {
    return TextDiff.visible(text.strip().replaceAll("\\s*\\R\\s*", "; "));
  }
}
