package dev.grapnel.protogen.cli;

import dev.grapnel.core.config.ConfigException;
import dev.grapnel.protogen.ProtoGenerationException;
import dev.grapnel.protogen.diagnostic.Diagnostics;
import dev.grapnel.protogen.mapping.ModelMapper;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Tells what becomes of a class. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    versionProvider = Protogen.Version.class,
    sortOptions = false,
    description = "Tells what becomes of a class, property by property, and what it brings along.",
    footer = {"", "Example:", "  protogen explain com.acme.User --classpath target/classes"})
final class ExplainCommand implements Callable<Integer> {

  private final Engine engine;
  private final Report report;

  @Parameters(
      paramLabel = "TYPE",
      description = "A class; com.acme.Page<com.acme.User> if generic.")
  private String type = "";

  @Mixin private InputOptions input = new InputOptions();
  @Mixin private FolderOptions folders = new FolderOptions();
  @Mixin private StyleOptions style = new StyleOptions();

  ExplainCommand(Engine engine, Report report) {
    this.engine = engine;
    this.report = report;
  }

  @Override
  public Integer call() {
    input.check();
    if (type.contains("*")) {
      throw new ConfigException(List.of("explain takes one class, not the pattern " + type));
    }
    Diagnostics findings = new Diagnostics();
    try (OpenClasses opened = engine.open(input.sources(), input.classPath(), findings)) {
      var generator = style.generator().classes(opened.source()).lockDir(folders.lockDir());
      Selection selection = Selection.of(opened, List.of(type), List.of(), findings);
      selection.addTo(generator);
      if (!findings.hasErrors()) {
        ModelMapper mapper = new ModelMapper(opened.source(), style.mapping(), findings);
        Explanation explanation = new Explanation(opened.source(), mapper);
        selection.models().forEach(explanation::add);
        try {
          explanation.numbers(engine.generate(generator).descriptors());
        } catch (ProtoGenerationException failure) {
          findings.addAll(failure.findings());
        }
        explanation.lines().forEach(report::line);
      }
    }
    report.findings(findings.all());
    return findings.hasErrors() ? Protogen.FOUND : Protogen.RIGHT;
  }
}
