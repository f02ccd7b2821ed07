package dev.grapnel.maven;

import dev.grapnel.protogen.cli.Action;
import dev.grapnel.protogen.cli.JobResult;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.ResolutionScope;

/** Fails if .proto files or locks are not as the sources say; writes nothing. */
@Mojo(
    name = "check-proto",
    defaultPhase = LifecyclePhase.VERIFY,
    requiresDependencyResolution = ResolutionScope.COMPILE,
    threadSafe = true)
public class CheckProtoMojo extends ProtoMojo {

  /** Creates the goal; Maven does. */
  public CheckProtoMojo() {}

  @Override
  void run() throws MojoExecutionException, MojoFailureException {
    JobResult result = generate(Action.CHECK, protoDir.toPath());
    if (!result.isRight()) {
      result.diff().forEach(line -> getLog().error(line));
      throw new MojoFailureException(
          "%d of the .proto files and locks are not as the sources say: run the goal generate-proto, and commit them"
              .formatted(result.changes().size()));
    }
  }
}
