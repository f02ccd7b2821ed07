package dev.grapnel.protogen.cli;

import dev.grapnel.core.config.ConfigException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code protogen}. */
@Command(
    name = "protogen",
    mixinStandardHelpOptions = true,
    versionProvider = Protogen.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "Makes .proto files of Java types, with numbers that a lock file keeps.",
    subcommands = {GenerateCommand.class, ExplainCommand.class, LockCommand.class},
    footer = {
      "",
      "Exit codes: 0 all is right, 1 errors or differences were found, 2 it was used wrongly.",
      "Colours: on a terminal, unless NO_COLOR is set.",
      "",
      "protogen COMMAND --help tells more."
    })
public final class Protogen {

  static final int RIGHT = 0;
  static final int FOUND = 1;
  static final int WRONG_USE = 2;

  private Protogen() {}

  /**
   * Runs the command and ends the process.
   *
   * @param arguments the command's arguments
   */
  public static void main(String... arguments) {
    // What it has to say it prints; a library that would log has nothing to add.
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(out, err, arguments));
  }

  /**
   * Runs the command.
   *
   * @param out where results go
   * @param err where findings go
   * @param arguments the command's arguments
   * @return the exit code: 0 if all is right, 1 if errors or differences were found, 2 if it was
   *     used wrongly
   */
  public static int run(PrintWriter out, PrintWriter err, String... arguments) {
    return run(new Engine(), Ansi.AUTO, out, err, arguments);
  }

  static int run(Engine engine, Ansi ansi, PrintWriter out, PrintWriter err, String... arguments) {
    Report report = new Report(out, err, ansi);
    int code =
        new CommandLine(new Protogen(), new Commands(engine, report))
            .setOut(out)
            .setErr(err)
            .setColorScheme(CommandLine.Help.defaultColorScheme(ansi))
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setUsageHelpLongOptionsMaxWidth(32)
            .setParameterExceptionHandler((wrong, given) -> tell(wrong, report))
            .setExecutionExceptionHandler((failure, line, parsed) -> mend(failure, report))
            .execute(arguments);
    out.flush();
    err.flush();
    return code;
  }

  /** What is wrong, without a screen of usage that hides it. */
  private static int tell(ParameterException wrong, Report report) {
    report.problem((wrong.getMessage() + "").replaceFirst("^Error: ", ""));
    if (wrong instanceof UnmatchedArgumentException unmatched
        && !unmatched.getSuggestions().isEmpty()) {
      report.problem("did you mean " + String.join(" or ", unmatched.getSuggestions()) + "?");
    }
    String command = wrong.getCommandLine().getCommandSpec().qualifiedName();
    report.problem(command + " --help tells more");
    return WRONG_USE;
  }

  /** What a person can mend is told in one line each; anything else is a bug of ours. */
  private static int mend(Exception failure, Report report) throws Exception {
    if (failure instanceof ConfigException wrong) {
      wrong.problems().forEach(report::problem);
    } else if (failure instanceof UncheckedIOException broken) {
      report.problem(text(broken));
    } else {
      throw failure;
    }
    return WRONG_USE;
  }

  private static String text(UncheckedIOException failure) {
    String cause = failure.getCause() + "";
    String message = failure.getMessage() + "";
    return message.contains(cause) ? message : message + ": " + cause;
  }

  /** Tells the version of the jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      @Nullable String version = Protogen.class.getPackage().getImplementationVersion();
      return new String[] {"protogen " + (version == null ? "(unpacked)" : version)};
    }
  }

  /** Gives commands what they work with. */
  private record Commands(Engine engine, Report report) implements CommandLine.IFactory {
    @Override
    public <K> K create(Class<K> type) throws Exception {
      for (Object command :
          List.of(
              new GenerateCommand(engine, report),
              new ExplainCommand(engine, report),
              new LockCommand.Show(engine, report),
              new LockCommand.Resolve(engine, report),
              new LockCommand.Import(engine, report))) {
        if (type.isInstance(command)) {
          return type.cast(command);
        }
      }
      return CommandLine.defaultFactory().create(type);
    }
  }
}
