package dev.grapnel.protogen.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import dev.grapnel.protogen.ProtoFolder.Change;
import dev.grapnel.protogen.Protos;
import dev.grapnel.protogen.diagnostic.Code;
import dev.grapnel.protogen.diagnostic.Diagnostic;
import dev.grapnel.protogen.model.SourceLocation;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Help.Ansi;

class GenerateCommandTest {

  private static final String CUSTOMER = "dev.grapnel.protogen.cli.model.Customer";
  private static final Diagnostic ERROR =
      new Diagnostic(
          Code.NO_PROTOBUF_FORM,
          new SourceLocation("Order.java", 12),
          "Order.source",
          "java.io.InputStream has no protobuf form",
          "It can be read once.",
          "use byte[]");
  private static final Diagnostic WARNING =
      new Diagnostic(
          Code.LOSSY, SourceLocation.UNKNOWN, "Order.at", "the offset is lost", "", "do");

  private final Cli cli = new Cli();

  @Test
  void tellsWhatItWrote() {
    cli.changes = List.of(new Change(Path.of("a.proto"), null, "x\n"));
    assertThat(cli.generate("--classes", CUSTOMER)).isZero();
    assertThat(cli.written).isOne();
    assertThat(cli.out).isEqualTo("wrote a.proto\n");
    assertThat(cli.err).isEmpty();
  }

  @Test
  void writesTheDescriptorsWhereItIsTold(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("sets/all.binpb");
    assertThat(cli.generate("--classes", CUSTOMER, "--descriptor-set-out", file.toString()))
        .isZero();
    assertThat(FileDescriptorSet.parseFrom(Files.readAllBytes(file)))
        .isEqualTo(FileDescriptorSet.getDefaultInstance());
    assertThat(cli.generate("--check", "--classes", CUSTOMER, "--descriptor-set-out", "x"))
        .isEqualTo(2);
    assertThat(cli.err)
        .contains("--descriptor-set-out writes a file, --check and --dry-run write nothing");
    assertThat(Path.of("x")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"generate-proto", "generate_proto", "generateproto"})
  void hasSeveralNames(String name) {
    assertThat(cli.run(name, "-cp", Cli.CLASSES, "--classes", CUSTOMER)).isZero();
    assertThat(cli.out).isEqualTo("all files are as generated\n");
  }

  @Test
  void tellsAllFindingsAndWritesNothing() {
    cli.generated =
        () -> {
          throw Protos.failure(WARNING, ERROR);
        };
    assertThat(cli.generate("--classes", CUSTOMER + ",com.acme.Nonesuch")).isEqualTo(1);
    assertThat(cli.err)
        .isEqualTo(
            """
            error PG001 com.acme.Nonesuch: there is no such class.
                %s
                Fix: compile it first, or add its folder or jar to the class path.
            warning PG120 Order.at: the offset is lost.
                Fix: do.
            error PG010 Order.java:12 Order.source: java.io.InputStream has no protobuf form.
                It can be read once.
                Fix: use byte[].
            2 errors, 1 warning; nothing was written
            """
                .formatted(cli.err.lines().skip(1).findFirst().orElse("").strip()));
    assertThat(cli.written).isZero();
  }

  @Test
  void tellsWarningsAndWrites() {
    cli.generated = () -> Protos.of(Map.of(), Map.of(), WARNING);
    assertThat(cli.generate("--classes", CUSTOMER)).isZero();
    assertThat(cli.err).endsWith("0 errors, 1 warning\n");
    assertThat(cli.written).isOne();
  }

  @Test
  void showsDifferencesWithCheckAndFails() {
    cli.changes = List.of(new Change(Path.of("a.proto"), "a\nb\n", "a\nc\n"));
    assertThat(cli.generate("--classes", CUSTOMER, "--check")).isEqualTo(1);
    assertThat(cli.out).isEqualTo("--- a.proto\n+++ a.proto\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n");
    assertThat(cli.err)
        .isEqualTo(
            "protogen: 1 file not as generated: run protogen generate-proto and commit them\n");
    assertThat(cli.written).isZero();
  }

  @Test
  void showsDifferencesOfADryRunAndSucceeds() {
    cli.changes = List.of(new Change(Path.of("a.proto"), null, "a\n"));
    assertThat(cli.generate("--classes", CUSTOMER, "--dry-run")).isZero();
    assertThat(cli.out)
        .isEqualTo("--- /dev/null\n+++ a.proto\n@@ -0,0 +1,1 @@\n+a\n1 file would be written\n");
    assertThat(cli.written).isZero();
  }

  @Test
  void checksFilesThatAreAsGenerated() {
    assertThat(cli.generate("--classes", CUSTOMER, "--check")).isZero();
    assertThat(cli.out).isEqualTo("all files are as generated\n");
  }

  @Test
  void coloursWhereATerminalIs() {
    cli.changes = List.of(new Change(Path.of("a.proto"), "b\n", "c\n"));
    cli.generated = () -> Protos.of(Map.of(), Map.of(), WARNING);
    cli.run(Ansi.ON, "generate-proto", "-cp", Cli.CLASSES, "--classes", CUSTOMER, "--check");
    assertThat(cli.out).contains("\u001b[31m-b", "\u001b[32m+c", "\u001b[36m@@");
    assertThat(cli.err).contains("\u001b[1m\u001b[33mwarning ");
  }

  @Test
  void tellsTheGeneratorHowToGenerate() {
    assertThat(
            cli.generate(
                "--classes",
                CUSTOMER,
                "--template",
                "aip",
                "--package-prefix",
                "shop",
                "--package-version",
                "v2",
                "--package",
                "com.acme=acme.v3",
                "--explicit-presence",
                "--preserve-json-names",
                "--constraints",
                "--http-rules",
                "--proto-dir",
                "p/protos"))
        .isZero();
    assertThat(cli.style)
        .isEqualTo("AIP shop v2 {com.acme=acme.v3} true true true true " + Path.of("p/proto-lock"));
  }

  @ParameterizedTest
  @CsvSource({
    "git:main, git:main#src/main/protobuf",
    "git:v1.0#api, git:v1.0#api",
    "jar:api-1.0.jar, jar:api-1.0.jar",
    "published, published"
  })
  void comparesWithWhatIsPublished(String written, String meant) {
    cli.breaking = (against, findings) -> findings.add(ERROR);
    assertThat(cli.generate("--classes", CUSTOMER, "--against", written)).isEqualTo(1);
    assertThat(cli.published).containsExactly(meant);
    assertThat(cli.err)
        .contains("error PG010")
        .endsWith("1 error, 0 warnings; nothing was written\n");
    assertThat(cli.written).isZero();
  }

  @Test
  void asksWhatIsPublished() {
    assertThat(cli.generate("--classes", CUSTOMER, "--against", " ")).isEqualTo(2);
    assertThat(cli.err).startsWith("protogen: what is published?");
  }

  @Test
  void tellsAllPathsThatAreNotThere() {
    assertThat(cli.run("generate-proto", "-cp", "no.jar", "--sources", "none")).isEqualTo(2);
    assertThat(cli.err)
        .isEqualTo(
            """
            protogen: there is no no.jar: compile first, or correct it
            protogen: there is no none: compile first, or correct it
            """);
  }

  @Test
  void tellsThatAJarIsNone() {
    assertThat(cli.run("generate-proto", "-cp", "pom.xml", "--classes", "a.B")).isEqualTo(2);
    assertThat(cli.err)
        .startsWith("protogen: cannot list the classes of pom.xml: ")
        .hasLineCount(1);
  }

  @Test
  void tellsWhichClassesItTakesIfThereAreNone() {
    assertThat(cli.run("generate-proto", "-cp", "src")).isEqualTo(2);
    assertThat(cli.err).contains("no class is annotated", "--classes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--template=other", "--nothing", "--check --dry-run", "--classes", "file"})
  void refusesWrongOptions(String written) {
    assertThat(cli.generate(written.split(" ", -1))).isEqualTo(2);
    // What is wrong is not hidden by a screen of usage.
    assertThat(cli.err)
        .endsWith("protogen: protogen generate-proto --help tells more\n")
        .hasLineCount(2)
        .doesNotContain("Error: ");
    assertThat(cli.asked).isEmpty();
  }

  @Test
  void tellsWhatWasMeant() {
    assertThat(cli.generate("--chek")).isEqualTo(2);
    assertThat(cli.err).contains("protogen: did you mean --check");
  }

  @Test
  void tellsWhyAFileCannotBeWritten() {
    cli.generated =
        () -> {
          throw new UncheckedIOException("cannot write a", new AccessDeniedException("a"));
        };
    assertThat(cli.generate("--classes", CUSTOMER)).isEqualTo(2);
    assertThat(cli.err)
        .isEqualTo("protogen: cannot write a: java.nio.file.AccessDeniedException: a\n");
  }

  @Test
  void showsHelpForEveryCommand() {
    for (String command : List.of("", "generate-proto", "explain", "lock", "lock show")) {
      assertThat(cli.run((command + " --help").strip().split(" ", -1))).isZero();
      assertThat(cli.out).startsWith(("Usage: protogen " + command).strip());
      assertThat(cli.out.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
      assertThat(cli.out).doesNotContain("model.\n**");
    }
    assertThat(cli.run()).isEqualTo(2);
    assertThat(cli.run("--version")).isZero();
    assertThat(cli.out).startsWith("protogen ");
  }
}
