package dev.grapnel.protogen.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.protogen.classfile.ClassFiles;
import dev.grapnel.protogen.diagnostic.Code;
import dev.grapnel.protogen.model.JavaClass;
import dev.grapnel.protogen.model.SourceLocation;
import dev.grapnel.protogen.source.JavaElements;
import dev.grapnel.protogen.source.SourceFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.annotation.processing.ProcessingEnvironment;
import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

  private SourceFolder folder;

  @BeforeEach
  void setUp(@TempDir Path temporary) {
    folder = new SourceFolder(temporary);
  }

  private static JavaElements elements(ProcessingEnvironment environment) {
    return JavaElements.of(environment, ClassFiles.of(new ClassPath(environment.getFiler())));
  }

  private List<Diagnostic<? extends JavaFileObject>> compile(Consumer<ProcessingEnvironment> last)
      throws Exception {
    List<Throwable> thrown = new ArrayList<>();
    var said =
        folder.compile(
            List.of(),
            new Rounds(
                environment -> {
                  try {
                    last.accept(environment);
                  } catch (RuntimeException | AssertionError failure) {
                    thrown.add(failure);
                  }
                }));
    assertThat(thrown).isEmpty();
    return said;
  }

  private static dev.grapnel.protogen.diagnostic.Diagnostic finding(
      Code code, SourceLocation location, String subject) {
    return new dev.grapnel.protogen.diagnostic.Diagnostic(
        code, location, subject, "it is odd", "", "mend it");
  }

  @Test
  void findingsAreAtTheLinesThatTheyAreAbout() throws Exception {
    folder.with(
        "a/Order.java", "package a;\n\npublic record Order(int id,\n    String source) {}\n");
    var said =
        compile(
            environment -> {
              JavaElements elements = elements(environment);
              JavaClass order = elements.find("a.Order").orElseThrow();
              SourceLocation source = order.components().get(1).location();
              new Report(environment.getMessager(), elements)
                  .print(
                      List.of(
                          finding(Code.NO_PROTOBUF_FORM, source, "Order.source"),
                          finding(Code.GUESSED_PLURAL, order.location(), "Order"),
                          finding(Code.CLASS_NOT_FOUND, SourceLocation.UNKNOWN, "a.Gone")));
            });
    assertThat(said)
        .extracting(one -> one.getKind() + " " + one.getLineNumber() + " " + one.getMessage(null))
        .containsExactlyInAnyOrder(
            "ERROR 4 PG010 Order.source: it is odd. Fix: mend it.",
            "WARNING 3 PG081 Order: it is odd. Fix: mend it.",
            "ERROR -1 PG001 a.Gone: it is odd. Fix: mend it.");
  }

  @Test
  void ofSeveralThingsOnOneLineTheNamedOneIsMeant() throws Exception {
    folder.with("A.java", "record A(int x, int y) {}");
    var said =
        compile(
            environment -> {
              JavaElements elements = elements(environment);
              SourceLocation line = elements.find("A").orElseThrow().location();
              new Report(environment.getMessager(), elements)
                  .print(List.of(finding(Code.NO_PROTOBUF_FORM, line, "A.y")));
            });
    assertThat(said)
        .singleElement()
        .satisfies(one -> assertThat(one.getColumnNumber()).isEqualTo(21));
  }

  @Test
  void classesOfTheClassPathKeepTheAnnotationsOfTheirTypes() throws Exception {
    folder.with("A.java", "class A {}");
    compile(
        environment -> {
          JavaElements elements = elements(environment);
          JavaClass found = elements.find(JavaClass.class.getName()).orElseThrow();
          assertThat(found.components())
              .filteredOn(one -> one.name().equals("outer"))
              .allSatisfy(
                  one -> assertThat(one.type().annotations().hasNamed("Nullable")).isTrue());
          assertThat(elements.find("java.time.DayOfWeek")).isPresent();
          assertThat(elements.find("a.b.Nothing")).isEmpty();
        });
  }

  @Test
  void namesWithDollarsAreFound() throws Exception {
    folder.with("a/A$B.java", "package a; class A$B { static class C { class $D {} } }");
    compile(
        environment -> {
          JavaElements elements = elements(environment);
          assertThat(elements.element("a.A$B")).isPresent();
          assertThat(elements.element("a.A$B$C")).isPresent();
          assertThat(elements.element("a.A$B$C$$D")).isPresent();
          assertThat(elements.element("a.A")).isEmpty();
          assertThat(elements.element("a.A$B$E")).isEmpty();
        });
    assertThat(Files.exists(folder.classes().resolve("a/A$B$C$$D.class"))).isTrue();
  }
}
