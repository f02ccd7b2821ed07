package dev.grapnel.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.maven.plugin.MojoExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProtoMojoTest {

  @TempDir Path folder;

  private <M extends ProtoMojo> M in(M mojo) {
    return new TestProject(folder).with(mojo);
  }

  @Test
  void readsTheSourceFoldersThatAreThere() throws Exception {
    GenerateProtoMojo mojo = in(new GenerateProtoMojo());
    assertThat(mojo.sourcePaths()).isEmpty();
    Path sources = Files.createDirectories(folder.resolve("src/main/java"));
    assertThat(mojo.sourcePaths()).containsExactly(sources);
    assertThat(mojo.classPath()).hasSize(1);
    assertThat(mojo.lockPath()).isEqualTo(folder.resolve("src/main/proto-lock"));
  }

  @Test
  void doesNothingWithoutSources() {
    assertThatCode(() -> in(new GenerateProtoMojo()).execute()).doesNotThrowAnyException();
    assertThatCode(() -> in(new CheckProtoMojo()).execute()).doesNotThrowAnyException();
    assertThat(folder.resolve("src")).doesNotExist();
  }

  @Test
  void tellsWhatIsWrongInThePom() throws IOException {
    Files.createDirectories(folder.resolve("src/main/java"));
    CheckProtoMojo mojo = in(new CheckProtoMojo());
    mojo.template = "other";
    assertThatThrownBy(mojo::execute)
        .isInstanceOf(MojoExecutionException.class)
        .hasMessage("template is 'other': standard, seed, aip or socio is expected");
    mojo.skip = true;
    assertThatCode(mojo::execute).doesNotThrowAnyException();
  }

  @Test
  void isKnownToMavenAsGrapnel() throws IOException {
    String descriptor = Files.readString(Path.of("target/classes/META-INF/maven/plugin.xml"));
    assertThat(descriptor)
        .contains("<goalPrefix>grapnel</goalPrefix>")
        .contains("<goal>generate-proto</goal>", "<phase>generate-sources</phase>")
        .contains("<goal>check-proto</goal>", "<phase>verify</phase>")
        .contains("<threadSafe>true</threadSafe>");
  }
}
