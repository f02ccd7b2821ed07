package dev.grapnel.protogen.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.grapnel.protogen.classfile.ClassFiles;
import dev.grapnel.protogen.model.JavaClass;
import dev.grapnel.protogen.model.JavaField;
import dev.grapnel.protogen.model.JavaMethod;
import dev.grapnel.protogen.model.JavaParameter;
import dev.grapnel.protogen.model.JavaType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaSourcesTest {

  private SourceFolder folder;

  @BeforeEach
  void setUp(@TempDir Path temporary) {
    folder = new SourceFolder(temporary);
  }

  private JavaClass only(String text) throws Exception {
    JavaSources sources = folder.with("a/A.java", "package a;\n" + text).read();
    assertThat(sources.errors()).isEmpty();
    return sources.find(sources.classNames().get(0)).orElseThrow();
  }

  @Test
  void classesAreNamedInTheOrderOfFilesAndThenOfTheirDeclaration() throws Exception {
    folder
        .with(
            "b/Z.java", "package b; class Z { enum Y {} record X() { interface W {} } } class V {}")
        .with("a/A.java", "package a; class A { void m() { class Local {} new Object() {}; } }")
        .with("a/package-info.java", "package a;")
        .with("module-info.java", "module a {}")
        .with("Top.java", "class Top {}")
        .with("notes.txt", "no Java");
    assertThat(folder.read().classNames())
        .containsExactly("Top", "a.A", "b.Z", "b.Z$Y", "b.Z$X", "b.Z$X$W", "b.V");
  }

  @Test
  void singleFilesAreTakenToo() throws Exception {
    folder.with("A.java", "class A {}").with("B.java", "class B {}");
    Path file = folder.sources().resolve("B.java");
    List<Path> sources = List.of(file, file, folder.sources().resolve("missing"));
    assertThat(JavaSources.parse(sources, List.of(), none -> Optional.empty()).classNames())
        .containsExactly("B");
  }

  @Test
  void noSourcesHoldNoClasses() {
    assertThat(folder.read().classNames()).isEmpty();
  }

  @Test
  void nothingIsWritten() throws Exception {
    folder.with("A.java", "class A { int x = 1; }").read();
    try (Stream<Path> files = Files.walk(folder.folder())) {
      assertThat(files.filter(Files::isRegularFile))
          .containsExactly(folder.sources().resolve("A.java"));
    }
    assertThat(Path.of("A.class")).doesNotExist();
  }

  @Test
  void classesThatTheSourcesDoNotDeclareAreAskedOfTheClassFiles() throws Exception {
    folder.with("A.java", "class A { java.time.DayOfWeek day; }");
    ClassFiles files = ClassFiles.on(List.of());
    JavaSources sources = JavaSources.parse(List.of(folder.sources()), List.of(), files);
    assertThat(sources.find("java.time.DayOfWeek"))
        .hasValueSatisfying(found -> assertThat(found.constants()).hasSize(7));
    assertThat(sources.find("java.time.Nothing")).isEmpty();
  }

  @Test
  void linesAreThoseOfTheDeclarationWhateverStandsBefore() throws Exception {
    JavaClass found =
        only(
            """
            /** Doc. */
            @Deprecated
            public
            enum A {
              ONE,
              @Deprecated
              TWO;

              @Deprecated
              private int
                  x;

              @Deprecated
              A() {}

              /** Doc. */
              @Deprecated
              public int x() { return x; }
            }
            """);
    assertThat(found.location()).hasToString("A.java:5");
    assertThat(found.constants())
        .extracting(JavaField::name, one -> one.location().toString())
        .containsExactly(tuple("ONE", "A.java:6"), tuple("TWO", "A.java:8"));
    assertThat(found.fields().get(0).location()).hasToString("A.java:11");
    assertThat(found.constructors().get(0).location()).hasToString("A.java:15");
    assertThat(found.methods())
        .filteredOn(one -> one.name().equals("x"))
        .extracting(JavaMethod::location)
        .hasToString("[A.java:19]");
  }

  @Test
  void componentsAndParametersAreInOrderWithTheirNames() throws Exception {
    JavaClass found =
        only(
            """
            public record A(int z,
                @Deprecated int b,
                int a) {
              static void call(int first, String second) {}
            }
            """);
    assertThat(found.components())
        .extracting(JavaField::name, one -> one.location().line())
        .containsExactly(tuple("z", 2), tuple("b", 3), tuple("a", 4));
    assertThat(found.methods())
        .filteredOn(one -> one.name().equals("call"))
        .flatExtracting(JavaMethod::parameters)
        .extracting(JavaParameter::name)
        .containsExactly("first", "second");
    assertThat(found.methods())
        .filteredOn(one -> one.name().equals("a"))
        .extracting(one -> one.location().line())
        .containsExactly(2);
  }

  @Test
  void typesThatAreNotThereHaveTheNameThatIsImportedOrWritten() throws Exception {
    folder.with(
        "a/A.java",
        """
        package a;
        import gen.Missing;
        import static gen.Missing.Static;
        import gen.all.*;
        record A(Missing one, java.util.List<Missing.Inner> two, gen.Other three, Far four, B five) {}
        """);
    folder.with("a/B.java", "package a; class B extends gen.Above implements gen.Beside {}");
    JavaSources sources = folder.read();
    assertThat(sources.errors()).isEmpty();
    assertThat(sources.find("a.A").orElseThrow().components())
        .extracting(JavaField::type)
        .containsExactly(
            JavaType.named("gen.Missing"),
            JavaType.named("java.util.List", JavaType.named("gen.Missing$Inner")),
            JavaType.named("gen.Other"),
            JavaType.named("Far"),
            JavaType.named("a.B"));
    assertThat(sources.find("a.B").orElseThrow().superclass())
        .isEqualTo(JavaType.named("gen.Above"));
  }

  @Test
  void aFileThatIsNotJavaIsLeftOutAndToldOf() throws Exception {
    folder
        .with("A.java", "record A(int x, B b) {}")
        .with("B.java", "record B(int x\n int y) {}")
        .with("C.java", "class C { int x = ; }");
    JavaSources sources = folder.read();
    assertThat(sources.classNames()).containsExactly("A");
    assertThat(sources.errors())
        .extracting(one -> one.location().toString())
        .contains("B.java:1", "C.java:1");
    assertThat(sources.errors().get(0).problem()).contains("expected").doesNotContain("\n");
  }

  @Test
  void aClassThatExtendsItselfIsLeftOutAndToldOf() throws Exception {
    folder
        .with("A.java", "class A extends B {}")
        .with("B.java", "class B extends A {}")
        .with("C.java", "class C {}");
    JavaSources sources = folder.read();
    assertThat(sources.classNames()).contains("C").doesNotContainSequence("A", "B");
    assertThat(sources.errors())
        .singleElement()
        .satisfies(one -> assertThat(one.problem()).contains("cyclic"));
  }

  @Test
  void whatDoesNotCompileInBodiesOrBesideIsNoHindrance() throws Exception {
    folder.with(
        "A.java",
        """
        record A(int x) { int f() { return "text"; } }
        class B { int x; int x; }
        class A {}
        abstract final class C extends String {}
        """);
    JavaSources sources = folder.read();
    assertThat(sources.errors()).isEmpty();
    assertThat(sources.find("A").orElseThrow().components()).hasSize(1);
  }

  @Test
  void aClassWhoseParentHasAMissingAnnotationIsReadAsAllOthers() throws Exception {
    folder
        .with("p/Gone.java", "package p; public @interface Gone {}")
        .with("p/Parent.java", "package p; @Gone public class Parent {}");
    assertThat(folder.compile(List.of())).isEmpty();
    Files.delete(folder.classes().resolve("p/Gone.class"));
    Files.delete(folder.sources().resolve("p/Parent.java"));
    folder.with("a/A.java", "package a; class A extends p.Parent { int x; }");
    Path file = folder.sources().resolve("a");
    JavaSources sources =
        JavaSources.parse(List.of(file), List.of(folder.classes()), none -> Optional.empty());
    assertThat(sources.find("a.A").orElseThrow().fields()).hasSize(1);
  }

  @Test
  void lomboksAnnotationsStayThoughClassFilesDoNotHaveThem() throws Exception {
    folder.with(
        "lombok/Data.java",
        """
        package lombok;
        import java.lang.annotation.*;
        @Retention(RetentionPolicy.SOURCE) public @interface Data {}
        """);
    JavaClass found = only("@lombok.Data @SuppressWarnings(\"x\") class A { int x; }");
    assertThat(found.annotations().list())
        .extracting(one -> one.className())
        .containsExactly("lombok.Data");
  }
}
