package dev.grapnel.maven;

import dev.grapnel.core.config.ConfigException;
import dev.grapnel.protogen.ProtoFolder;
import dev.grapnel.protogen.ProtoGenerator;
import dev.grapnel.protogen.ProtoGeneratorBuilder;
import dev.grapnel.protogen.cli.Action;
import dev.grapnel.protogen.cli.JobResult;
import dev.grapnel.protogen.cli.ProtoJob;
import dev.grapnel.protogen.diagnostic.Diagnostic;
import dev.grapnel.protogen.diagnostic.Severity;
import dev.grapnel.protogen.template.Template;
import java.io.File;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.maven.artifact.DependencyResolutionRequiredException;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/** What both goals have in common: what they are told, and how they tell what they found. */
abstract class ProtoMojo extends AbstractMojo {

  @Parameter(defaultValue = "${project}", readonly = true, required = true)
  @SuppressWarnings("NullAway.Init") // Maven sets it.
  MavenProject project;

  /** Where sources are; the project's source folders by default. */
  @Parameter List<File> sources = new ArrayList<>();

  /**
   * Class names, {@code com.acme.*} for a package, {@code com.acme.**} for those below, too. By
   * default all that are annotated with {@code @ProtoMessage}, {@code @Resource} or
   * {@code @ProtoService}.
   */
  @Parameter(property = "grapnel.proto.classes")
  List<String> classes = new ArrayList<>();

  /**
   * Services for models: {@code com.acme.User=UserService}; or interfaces whose methods are calls.
   */
  @Parameter(property = "grapnel.proto.services")
  List<String> services = new ArrayList<>();

  /** Where .proto files are kept. */
  @Parameter(property = "grapnel.proto.dir", defaultValue = "${project.basedir}/src/main/protobuf")
  @SuppressWarnings("NullAway.Init") // Maven sets it.
  File protoDir;

  /** Where locks are kept; {@code proto-lock} beside the folder of .proto files by default. */
  @Parameter(property = "grapnel.proto.lockDir")
  @Nullable File lockDir;

  /** What stands before the last part of a Java package; empty for the Java package itself. */
  @Parameter(property = "grapnel.proto.packagePrefix")
  @Nullable String packagePrefix;

  /** The last part of packages; {@code none} for none. */
  @Parameter(property = "grapnel.proto.packageVersion", defaultValue = "v1")
  String packageVersion = "v1";

  /** Whole protobuf packages by Java package. */
  @Parameter Map<String, String> packages = new LinkedHashMap<>();

  /** The shape of services for models: standard, seed, aip or socio. */
  @Parameter(property = "grapnel.proto.template", defaultValue = "standard")
  String template = "standard";

  /** Makes every scalar of a reference type optional. */
  @Parameter(property = "grapnel.proto.explicitPresence")
  boolean explicitPresence;

  /** Keeps the names of Java in JSON, where protobuf would make others. */
  @Parameter(property = "grapnel.proto.preserveJsonNames")
  boolean preserveJsonNames;

  /** Turns constraints of Jakarta Validation into those of protovalidate. */
  @Parameter(property = "grapnel.proto.constraints")
  boolean constraints;

  /** With the template aip: says how calls look in HTTP. */
  @Parameter(property = "grapnel.proto.httpRules")
  boolean httpRules;

  /** What is published: {@code git:REF}, {@code git:REF#DIR}, {@code jar:PATH} or a folder. */
  @Parameter(property = "grapnel.proto.against")
  @Nullable String against;

  /**
   * Removals that look like renames, and new names, that are meant: {@code com.acme.User#nick} in a
   * lock, {@code acme.user.v1.User.nick} in what is published.
   */
  @Parameter(property = "grapnel.proto.accept")
  List<String> accept = new ArrayList<>();

  /** Makes what would change a lock an error, for builds that must not write sources. */
  @Parameter(property = "grapnel.proto.frozen")
  boolean frozen;

  /** Does nothing. */
  @Parameter(property = "grapnel.proto.skip")
  boolean skip;

  @Override
  public final void execute() throws MojoExecutionException, MojoFailureException {
    if (skip) {
      getLog().info("skipped");
      return;
    }
    // Without sources, the classes of other modules would be taken for own ones.
    if (sourcePaths().isEmpty()) {
      getLog().info("there are no sources");
      return;
    }
    try {
      run();
    } catch (ConfigException wrong) {
      throw new MojoExecutionException(String.join("; ", wrong.problems()));
    } catch (UncheckedIOException failure) {
      throw new MojoExecutionException(String.valueOf(failure.getMessage()), failure);
    }
  }

  abstract void run() throws MojoExecutionException, MojoFailureException;

  /** The source folders that are there. */
  List<Path> sourcePaths() {
    List<Path> paths =
        sources.isEmpty()
            ? project.getCompileSourceRoots().stream().map(Path::of).toList()
            : sources.stream().map(File::toPath).toList();
    return paths.stream().filter(Files::exists).toList();
  }

  /** What the sources use: the dependencies, without the project's own classes. */
  List<Path> classPath() throws MojoExecutionException {
    try {
      String own = project.getBuild().getOutputDirectory();
      return project.getCompileClasspathElements().stream()
          .filter(entry -> !entry.equals(own))
          .map(Path::of)
          .toList();
    } catch (DependencyResolutionRequiredException impossible) {
      throw new MojoExecutionException("the dependencies are not resolved", impossible);
    }
  }

  /** What is packed. */
  Path classesPath() {
    return Path.of(project.getBuild().getOutputDirectory());
  }

  Path lockPath() {
    return lockDir == null ? ProtoFolder.lockDirOf(protoDir.toPath()) : lockDir.toPath();
  }

  /** Generates; throws if there are errors, after they are told. */
  JobResult generate(Action action, Path target)
      throws MojoExecutionException, MojoFailureException {
    ProtoJob job =
        job(generator())
            .classPath(classPath())
            .sources(sourcePaths())
            .classes(classes)
            .services(services)
            .protoDir(protoDir.toPath())
            .outputDir(target)
            .lockDir(lockPath())
            .classesDir(classesPath())
            .accept(accept);
    if (frozen) {
      job.frozen();
    }
    if (against != null && !against.isBlank()) {
      job.against(against, project.getBasedir().toPath());
    }
    JobResult result = job.run(action);
    result.findings().forEach(this::tell);
    long errors =
        result.findings().stream().filter(one -> one.severity() == Severity.ERROR).count();
    if (errors > 0) {
      throw new MojoFailureException(
          "the models have " + errors + (errors == 1 ? " error" : " errors") + ", see above");
    }
    return result;
  }

  /** Tests put another job here. */
  ProtoJob job(ProtoGeneratorBuilder generator) {
    return ProtoJob.of(generator);
  }

  private void tell(Diagnostic finding) {
    if (finding.severity() == Severity.ERROR) {
      getLog().error(finding.toString());
    } else {
      getLog().warn(finding.toString());
    }
  }

  private ProtoGeneratorBuilder generator() {
    ProtoGeneratorBuilder generator =
        ProtoGenerator.builder()
            .packagePrefix(packagePrefix == null ? "" : packagePrefix)
            .packageVersion(packageVersion.equals("none") ? "" : packageVersion)
            .template(template());
    packages.forEach(generator::packageName);
    if (explicitPresence) {
      generator.explicitPresence();
    }
    if (preserveJsonNames) {
      generator.preserveJsonNames();
    }
    if (constraints) {
      generator.constraints();
    }
    if (httpRules) {
      generator.httpRules();
    }
    return generator;
  }

  private Template template() {
    for (Template one : Template.values()) {
      if (one.name().equals(template.toUpperCase(Locale.ROOT))) {
        return one;
      }
    }
    throw new ConfigException(
        List.of("template is '" + template + "': standard, seed, aip or socio is expected"));
  }

  /** All that decides what is generated, but for files. */
  List<String> settings() {
    return List.of(
        "classes " + classes,
        "services " + services,
        "package " + packagePrefix + " " + packageVersion + " " + packages,
        "template " + template,
        "flags " + explicitPresence + preserveJsonNames + constraints + httpRules,
        "against " + against,
        "lock " + frozen + accept);
  }
}
