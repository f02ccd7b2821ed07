package dev.grapnel.protogen.cli;

import dev.grapnel.core.config.ConfigException;
import dev.grapnel.protogen.ProtoFolder.Change;
import dev.grapnel.protogen.diagnostic.Diagnostics;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is done to locks alone. */
@Command(
    name = "lock",
    mixinStandardHelpOptions = true,
    versionProvider = Protogen.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "Shows, joins and begins the locks that keep numbers.",
    subcommands = {LockCommand.Show.class, LockCommand.Resolve.class, LockCommand.Import.class})
final class LockCommand {

  /** Shows locks. */
  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = "Shows what locks hold, and tells which were edited or cannot be read.")
  static final class Show implements Callable<Integer> {

    private final Engine engine;
    private final Report report;

    @Mixin private FolderOptions folders = new FolderOptions();

    @Parameters(
        paramLabel = "PACKAGE",
        arity = "0..*",
        description = "The protobuf packages to show (default: all).")
    private List<String> packages = new ArrayList<>();

    Show(Engine engine, Report report) {
      this.engine = engine;
      this.report = report;
    }

    @Override
    public Integer call() {
      SortedMap<String, String> locks = new LockFolder(folders.lockDir()).texts();
      List<String> missing =
          packages.stream()
              .filter(one -> !locks.containsKey(one + LockFolder.SUFFIX))
              .map(one -> "there is no lock of the package " + one + " in " + folders.lockDir())
              .toList();
      ConfigException.throwIfAny(missing);
      if (locks.isEmpty()) {
        report.line("there are no locks in " + folders.lockDir());
      }
      Diagnostics findings = new Diagnostics();
      locks.forEach(
          (fileName, text) -> {
            String name = fileName.substring(0, fileName.length() - LockFolder.SUFFIX.length());
            if (packages.isEmpty() || packages.contains(name)) {
              engine.show(text, fileName, findings).forEach(report::line);
            }
          });
      report.findings(findings.all());
      return findings.hasErrors() ? Protogen.FOUND : Protogen.RIGHT;
    }
  }

  /** Joins locks after a merge. */
  @Command(
      name = "resolve",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = {
        "Joins the locks of two branches, in a merge or after it.",
        "Where both gave a number to something, the base keeps it and the other gets a new one."
      })
  static final class Resolve implements Callable<Integer> {

    private final Engine engine;
    private final Report report;

    @Mixin private FolderOptions folders = new FolderOptions();

    @Option(
        names = "--base",
        required = true,
        paramLabel = "REF",
        description = "The branch whose numbers stay, for example main.")
    private String base = "";

    @Option(names = "--dry-run", description = "Shows what would be written; writes nothing.")
    private boolean dryRun;

    Resolve(Engine engine, Report report) {
      this.engine = engine;
      this.report = report;
    }

    @Override
    public Integer call() {
      LockMergeSides sides = LockMergeSides.find(folders.lockDir(), base);
      Diagnostics findings = new Diagnostics();
      SortedMap<String, String> joined = new TreeMap<>();
      for (LockVersions versions : sides.versions()) {
        String text = engine.resolve(versions, findings);
        if (!text.isEmpty()) {
          joined.put(versions.fileName(), text);
        }
      }
      return finish(report, findings, new LockFolder(folders.lockDir()), joined, dryRun);
    }
  }

  /** Begins locks with the numbers of .proto files. */
  @Command(
      name = "import",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = {
        "Makes locks that give classes the numbers of .proto files that are in use already.",
        "Messages and fields are matched by name."
      })
  static final class Import implements Callable<Integer> {

    private final Engine engine;
    private final Report report;

    @Mixin private InputOptions input = new InputOptions();

    @Option(
        names = "--classes",
        paramLabel = "NAME",
        description = "Classes as for generate-proto (default: those that are annotated).")
    private List<String> classes = new ArrayList<>();

    @Option(
        names = "--service",
        paramLabel = "[MODEL=]NAME",
        description = "Services as for generate-proto.")
    private List<String> services = new ArrayList<>();

    @Mixin private FolderOptions folders = new FolderOptions();
    @Mixin private StyleOptions style = new StyleOptions();

    @Option(names = "--dry-run", description = "Shows what would be written; writes nothing.")
    private boolean dryRun;

    @Parameters(
        paramLabel = "PUBLISHED",
        description = "A folder of .proto files, where imports begin; git:REF#DIR, or jar:PATH.")
    private String published = "";

    Import(Engine engine, Report report) {
      this.engine = engine;
      this.report = report;
    }

    @Override
    public Integer call() {
      input.check();
      if (published.endsWith(".proto")) {
        throw new ConfigException(
            List.of(published + " is a file: name the folder where its imports begin"));
      }
      Diagnostics findings = new Diagnostics();
      LockFolder locks = new LockFolder(folders.lockDir());
      try (OpenClasses opened = engine.open(input.sources(), input.classPath(), findings)) {
        var generator =
            style
                .generator()
                .classes(opened.source())
                .classLoader(opened.loader())
                .lockDir(folders.lockDir());
        Selection.of(opened, ClassPattern.split(classes), services, findings).addTo(generator);
        SortedMap<String, String> made = engine.importLocks(generator, published, findings);
        Set<String> present = locks.texts().keySet();
        ConfigException.throwIfAny(
            made.keySet().stream()
                .filter(present::contains)
                .map(name -> "there is " + folders.lockDir().resolve(name) + " already")
                .toList());
        return finish(report, findings, locks, made, dryRun);
      }
    }
  }

  private LockCommand() {}

  private static int finish(
      Report report,
      Diagnostics findings,
      LockFolder locks,
      SortedMap<String, String> wanted,
      boolean dryRun) {
    report.findings(findings.all());
    if (findings.hasErrors()) {
      return Protogen.FOUND;
    }
    List<Change> changes = locks.compare(wanted);
    if (dryRun) {
      report.diff(changes.stream().flatMap(one -> TextDiff.of(one).stream()).toList());
    } else {
      locks.write(changes);
      changes.forEach(change -> report.line("wrote " + change.file()));
    }
    if (changes.isEmpty()) {
      report.line("all locks are so already");
    }
    return Protogen.RIGHT;
  }
}
