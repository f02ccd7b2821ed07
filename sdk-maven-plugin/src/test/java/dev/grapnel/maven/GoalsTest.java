package dev.grapnel.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.maven.plugin.MojoFailureException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The goals over real sources. */
class GoalsTest {

  private static final String RESOURCES = "target/classes/META-INF/grapnel/";

  private TestProject project;

  @BeforeEach
  void setUp(@TempDir Path folder) throws Exception {
    project = new TestProject(folder).order("long id, String name");
  }

  private void generate() throws Exception {
    project.with(new GenerateProtoMojo()).execute();
  }

  @Test
  void writesFilesAndLocksAndPacksThem() throws Exception {
    generate();
    assertThat(project.file(TestProject.PROTO))
        .content()
        .contains("// What is bought.\nmessage Order {\n  int64 id = 1;\n  string name = 2;\n}");
    assertThat(project.file(RESOURCES + "acme.shop.v1.lock.json"))
        .hasSameTextualContentAs(project.file(TestProject.LOCK));
    byte[] descriptors = Files.readAllBytes(project.file(RESOURCES + "descriptors.binpb"));
    assertThat(FileDescriptorSet.parseFrom(descriptors).getFile(0).getName())
        .isEqualTo("acme/shop/v1/shop.proto");
    assertThat(project.log)
        .containsExactly(
            "info wrote " + project.file(TestProject.PROTO),
            "info wrote " + project.file(TestProject.LOCK));
  }

  @Test
  void worksAgainOnlyWhenSomethingChanged() throws Exception {
    String nothing = "info nothing changed since the .proto files were generated";
    generate();
    generate();
    assertThat(project.log).containsExactly(nothing);

    project.order("long id, String name, int count");
    generate();
    assertThat(project.log).hasSize(2).doesNotContain(nothing);
    assertThat(project.file(TestProject.PROTO)).content().contains("int32 count = 3;");

    Files.delete(project.file(RESOURCES + "descriptors.binpb"));
    generate();
    assertThat(project.log).isEmpty();
    assertThat(project.file(RESOURCES + "descriptors.binpb")).exists();

    GenerateProtoMojo forced = project.with(new GenerateProtoMojo());
    forced.force = true;
    forced.execute();
    assertThat(project.log).isEmpty();
  }

  @Test
  void tellsErrorsWithTheirLinesAndWritesNothing() throws Exception {
    project.order("long id,\n    java.io.InputStream source,\n    Thread worker");
    assertThatThrownBy(this::generate)
        .isInstanceOf(MojoFailureException.class)
        .hasMessage("the models have 2 errors, see above");
    assertThat(project.log)
        .satisfiesExactlyInAnyOrder(
            line -> assertThat(line).startsWith("error PG010 Order.java:6 Order.source: "),
            line -> assertThat(line).startsWith("error PG010 Order.java:7 Order.worker: "));
    assertThat(project.file("src/main/protobuf")).doesNotExist();
    assertThat(project.file("target")).doesNotExist();
  }

  @Test
  void checkShowsWhatIsNotAsTheSourcesSay() throws Exception {
    generate();
    project.with(new CheckProtoMojo()).execute();
    assertThat(project.log).isEmpty();

    project.order("long id, String name, int count");
    CheckProtoMojo check = project.with(new CheckProtoMojo());
    assertThatThrownBy(check::execute)
        .isInstanceOf(MojoFailureException.class)
        .hasMessageStartingWith("2 of the .proto files and locks are not as the sources say");
    assertThat(project.log).contains("error +  int32 count = 3;");
    assertThat(project.file(TestProject.PROTO)).content().doesNotContain("count");

    generate();
    project.with(new CheckProtoMojo()).execute();
    assertThat(project.log).isEmpty();
  }

  @Test
  void aFrozenLockIsNotChanged() throws Exception {
    GenerateProtoMojo first = project.with(new GenerateProtoMojo());
    first.frozen = true;
    assertThatThrownBy(first::execute).isInstanceOf(MojoFailureException.class);
    assertThat(project.log).anySatisfy(line -> assertThat(line).startsWith("error PG-LOCK-01 "));
    assertThat(project.file(TestProject.LOCK)).doesNotExist();

    generate();
    GenerateProtoMojo same = project.with(new GenerateProtoMojo());
    same.frozen = true;
    same.execute();
    assertThat(project.log).isEmpty();
  }
}
