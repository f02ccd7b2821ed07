package dev.grapnel.protogen.cli;

import dev.grapnel.core.config.ConfigException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Generates .proto files, or checks those that are there. */
@Command(
    name = "generate-proto",
    aliases = {"generate_proto", "generateproto"},
    mixinStandardHelpOptions = true,
    versionProvider = Protogen.Version.class,
    showAtFileInUsageHelp = true,
    sortOptions = false,
    description = {
      "Makes .proto files of records, beans, enums, sealed types and interfaces.",
      "All errors are told at once, and nothing is written if there is one.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  protogen generate-proto -cp target/classes --classes 'com.acme.model.**'",
      "  protogen generate-proto --sources src/main/java --service com.acme.User=",
      "  protogen generate-proto --check --against git:main"
    })
final class GenerateCommand implements Callable<Integer> {

  private final Engine engine;
  private final Report report;

  @Mixin private InputOptions input = new InputOptions();

  @Option(
      names = "--classes",
      paramLabel = "NAME",
      description = {
        "Class names with commas between, com.acme.* for a package, com.acme.** for those below, too"
            + " (default: classes annotated with @ProtoMessage, @Resource or @ProtoService)."
      })
  private List<String> classes = new ArrayList<>();

  @Option(
      names = "--service",
      paramLabel = "[MODEL=]NAME",
      description = {
        "A service for a model; MODEL= alone gives it the usual name."
            + " Or an interface whose methods are calls, with its package. Can be repeated."
      })
  private List<String> services = new ArrayList<>();

  @Mixin private FolderOptions folders = new FolderOptions();

  @Option(
      names = "--output-dir",
      paramLabel = "DIR",
      description = "Where .proto files are written (default: where they are kept).")
  private @Nullable Path outputDir;

  @Option(
      names = "--descriptor-set-out",
      paramLabel = "FILE",
      description =
          "Where the descriptors of all files are written, with what they import, as protoc does;"
              + " not with --check or --dry-run.")
  private @Nullable Path descriptorFile;

  @Mixin private StyleOptions style = new StyleOptions();

  @Option(
      names = "--against",
      paramLabel = "PUBLISHED",
      description = {
        "Tells what breaks those who use git:REF, git:REF#DIR, jar:PATH or a folder of .proto"
            + " files; DIR is --proto-dir if it is left out."
      })
  private @Nullable String against;

  @Option(
      names = "--accept",
      paramLabel = "KEY",
      description = {
        "Accepts a removal that looks like a rename, or a new name: com.acme.User#nick in a lock,"
            + " acme.user.v1.User.nick in what is published. Can be repeated."
      })
  private List<String> accepted = new ArrayList<>();

  @Option(names = "--frozen", description = "Makes what would change a lock an error.")
  private boolean frozen;

  @ArgGroup private @Nullable Mode mode;

  /** What is done in place of writing. */
  private static final class Mode {
    @Option(
        names = "--check",
        description = "Writes nothing; shows what in --proto-dir is not as generated, exit code 1.")
    private boolean check;

    @Option(
        names = "--dry-run",
        description = "Writes nothing; shows what would be written, exit code 0.")
    private boolean dryRun;
  }

  GenerateCommand(Engine engine, Report report) {
    this.engine = engine;
    this.report = report;
  }

  @Override
  public Integer call() {
    input.check();
    ProtoJob job =
        new ProtoJob(style.generator(), engine)
            .classPath(input.classPath())
            .sources(input.sources())
            .classes(classes)
            .services(services)
            .protoDir(folders.protoDir())
            .lockDir(folders.lockDir())
            .accept(accepted);
    if (frozen) {
      job.frozen();
    }
    if (outputDir != null) {
      job.outputDir(outputDir);
    }
    if (descriptorFile != null) {
      if (action() != Action.WRITE) {
        throw new ConfigException(
            List.of("--descriptor-set-out writes a file, --check and --dry-run write nothing"));
      }
      job.descriptorFile(descriptorFile);
    }
    if (against != null) {
      job.against(against, Path.of(""));
    }
    JobResult result = job.run(action());
    report.findings(result.findings());
    if (result.selected() == 0 && !result.hasErrors()) {
      report.problem(
          "no class is annotated with @ProtoMessage, @Resource or @ProtoService: name classes with"
              + " --classes");
      return Protogen.WRONG_USE;
    }
    if (!result.hasErrors()) {
      tell(result);
    }
    return result.isRight() ? Protogen.RIGHT : Protogen.FOUND;
  }

  private Action action() {
    if (mode != null && mode.check) {
      return Action.CHECK;
    }
    return mode != null && mode.dryRun ? Action.DRY_RUN : Action.WRITE;
  }

  private void tell(JobResult result) {
    String files = Report.count(result.changes().size(), "file");
    if (result.action() == Action.WRITE) {
      result.changes().forEach(change -> report.line("wrote " + change.file()));
    } else {
      report.diff(result.diff());
    }
    if (result.changes().isEmpty()) {
      report.line("all files are as generated");
    } else if (result.action() == Action.CHECK) {
      report.problem(files + " not as generated: run protogen generate-proto and commit them");
    } else if (result.action() == Action.DRY_RUN) {
      report.line(files + " would be written");
    }
  }
}
