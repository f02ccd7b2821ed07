package dev.grapnel.maven;

import dev.grapnel.protogen.cli.Action;
import dev.grapnel.protogen.cli.JobResult;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.jspecify.annotations.Nullable;

/**
 * Writes .proto files of the project's sources, before protoc runs; and, as resources of the
 * project's classes in {@code META-INF/grapnel}, their descriptors and locks. Does nothing if
 * neither sources, dependencies, settings nor the files themselves are other than last time.
 */
@Mojo(
    name = "generate-proto",
    defaultPhase = LifecyclePhase.GENERATE_SOURCES,
    requiresDependencyResolution = ResolutionScope.COMPILE,
    threadSafe = true)
public class GenerateProtoMojo extends ProtoMojo {

  /** Where .proto files are written, if they are not written where they are kept. */
  @Parameter(property = "grapnel.proto.outputDir")
  @Nullable File outputDir;

  /** Generates even if nothing changed. */
  @Parameter(property = "grapnel.proto.force")
  boolean force;

  /** Creates the goal; Maven does. */
  public GenerateProtoMojo() {}

  @Override
  void run() throws MojoExecutionException, MojoFailureException {
    Path target = outputDir == null ? protoDir.toPath() : outputDir.toPath();
    Fingerprint fingerprint =
        new Fingerprint(Path.of(project.getBuild().getDirectory(), "grapnel", "generate-proto"));
    // What is published may change without any file here.
    boolean mayBeSkipped = !force && (against == null || against.isBlank());
    List<Path> outputs = List.of(target, lockPath(), classesPath().resolve("META-INF/grapnel"));
    if (mayBeSkipped && fingerprint.isSame(inputs(), outputs)) {
      getLog().info("nothing changed since the .proto files were generated");
      return;
    }
    JobResult result = generate(Action.WRITE, target);
    if (result.selected() == 0) {
      getLog().info("no class is annotated with @ProtoMessage, @Resource or @ProtoService");
    }
    result.changes().forEach(change -> getLog().info("wrote " + change.file()));
    // A finding would not be told again if the next run did nothing.
    if (result.findings().isEmpty()) {
      fingerprint.write(inputs(), outputs);
    } else {
      fingerprint.forget();
    }
  }

  private Fingerprint.Inputs inputs() throws MojoExecutionException {
    return new Fingerprint.Inputs(settings(), sourcePaths(), classPath());
  }
}
