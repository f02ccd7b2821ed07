package dev.grapnel.protogen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.grapnel.protogen.classfile.ClassFiles;
import dev.grapnel.protogen.diagnostic.Diagnostic;
import dev.grapnel.protogen.source.JavaSources;
import dev.grapnel.protogen.source.SourceFolder;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Legal, odd and broken Java: nothing of it gets into the text or the numbers unseen. */
class StrangeSourcesTest {

  private static final String BEGIN =
      "package com.acme; import java.util.*; import dev.grapnel.protogen.annotation.*;\n";

  @TempDir private Path folder;

  private GeneratedProtos generate(String source) throws IOException {
    SourceFolder sources = new SourceFolder(folder).with("com/acme/M.java", BEGIN + source);
    List<Path> classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .map(Path::of)
            .toList();
    ClassFiles classFiles = ClassFiles.of(getClass().getClassLoader());
    GeneratedProtos protos =
        ProtoGenerator.builder()
            .classes(JavaSources.parse(List.of(sources.sources()), classPath, classFiles))
            .model("com.acme.M")
            .lockDir(locks())
            .build()
            .generate();
    ProtoFolder.of(folder.resolve("proto"), locks()).write(protos);
    return protos;
  }

  private Path locks() {
    return folder.resolve("locks");
  }

  private String text(String source) throws IOException {
    return generate(source).files().values().iterator().next();
  }

  private List<String> findings(String source) {
    return catchThrowableOfType(ProtoGenerationException.class, () -> generate(source))
        .findings()
        .stream()
        .map(Diagnostic::toString)
        .toList();
  }

  @Test
  void commentsCannotEndBeforeTheirLine() throws IOException {
    String text =
        text(
            """
            /** Half \\uD800, zero \\u0000 message A {}, next line \\u0085 message B {}
             *  and \\u2028 message C {}, *&#47; 😀.
             */
            public record M(int x) {}
            """);

    assertThat(text)
        .contains(
            """
            // Half �, zero   message A {}, next line   message B {}
            // and   message C {}, */ 😀.
            message M {
            """);
  }

  @Test
  void optionsAreFoundFromAPackageThatIsCalledAsTheirs() throws IOException {
    Path sources = folder.resolve("other");
    new SourceFolder(sources)
        .with("com/acme/buf/B.java", "package com.acme.buf; record B(byte b) {}");
    GeneratedProtos protos =
        ProtoGenerator.builder()
            .classes(
                JavaSources.parse(
                    List.of(sources), List.of(), ClassFiles.of(getClass().getClassLoader())))
            .model("com.acme.buf.B")
            .constraints()
            .build()
            .generate();

    assertThat(protos.files().get("acme/buf/v1/buf.proto")).contains("(.buf.validate.field).int32");
  }

  @Test
  void namesOfGeneratedJavaAreTaken() {
    assertThat(findings("public record M(MOrBuilder x) {} record MOrBuilder(int y) {}"))
        .singleElement()
        .satisfies(text -> assertThat(text).startsWith("PG022 ").contains("Java code of M "));
  }

  @Test
  void aValueThatDoesNotCompileIsNotTakenForNone() {
    assertThat(
            findings(
                "public record M(@ProtoField(form = WRAPPED) List<String> noImport,"
                    + " @ProtoField(Numbers.MISSING) int number, E e) {}"
                    + " @ProtoEnum(formerly = MISSING) enum E { @ProtoValue(MISSING) A }"))
        .hasSize(4)
        .allMatch(text -> text.startsWith("PG002 "));
  }

  @Test
  void aNameCannotGoToAnotherNumberInOneStep() throws IOException {
    generate("public record M(String a, String b, int c) {}");

    assertThat(
            findings(
                "public record M(@ProtoField(name = \"b\", formerly = \"a\") String a,"
                    + " @ProtoField(name = \"a\", formerly = \"b\") String b, int c) {}"))
        .hasSize(2)
        .allMatch(text -> text.startsWith("PG-LOCK-02 "));
    assertThat(
            findings(
                "public record M(String a, @ProtoField(formerly = \"b\") String d, int c,"
                    + " @ProtoField(name = \"b\") int e) {}"))
        .singleElement()
        .satisfies(text -> assertThat(text).startsWith("PG-LOCK-02 ").contains("M.e"));
  }

  @Test
  void formerlyIsNeverPassedOver() throws IOException {
    generate("public record M(String a, String b) {}");

    assertThat(findings("public record M(@ProtoField(formerly = \"a\") String b) {}"))
        .singleElement()
        .satisfies(text -> assertThat(text).startsWith("PG-LOCK-05 ").contains("formerly names a"));
  }

  @Test
  void aNameThatTheLockKeepsIsNotGivenAgain() throws IOException {
    String page = " record Page<T>(T of) {} ";
    generate("public record M(Page<User> p) {} record User(int x) {}" + page);
    String renamed = "@ProtoMessage(formerly = \"com.acme.User\") record Person(int x) {}" + page;
    assertThat(text("public record M(Page<Person> p) {}" + renamed)).contains("PageOfUser");

    assertThat(
            findings(
                "public record M(Page<Person> p, Page<User> q) {}"
                    + "@ProtoMessage(name = \"Member\") record User(long y) {}"
                    + renamed))
        .anySatisfy(text -> assertThat(text).startsWith("PG-LOCK-02 ").contains("PageOfUser"));
  }

  @Test
  void aCopyOfALockIsNoLock() throws IOException {
    generate("public record M(int x) {}");
    Files.copy(locks().resolve("acme.v1.lock.json"), locks().resolve("copy.lock.json"));

    assertThat(findings("public record M(int x, int y) {}"))
        .singleElement()
        .satisfies(text -> assertThat(text).startsWith("PG-LOCK-08 ").contains("acme.v1.lock"));
  }

  @Test
  void classFilesThatAreAboveEachOtherAreAFinding() throws IOException {
    SourceFolder first = new SourceFolder(folder.resolve("first"));
    first.with("c/A.java", "package c; public class A extends B { public int a; }");
    first.with("c/B.java", "package c; public class B { public int b; }");
    first.with("c/I.java", "package c; public interface I extends J { int x(); }");
    first.with("c/J.java", "package c; public interface J { int y(); }");
    first.compile(List.of());
    SourceFolder second = new SourceFolder(folder.resolve("second"));
    second.with("c/A.java", "package c; public class A { public int a; }");
    second.with("c/B.java", "package c; public class B extends A { public int b; }");
    second.with("c/I.java", "package c; public interface I { int x(); }");
    second.with("c/J.java", "package c; public interface J extends I { int y(); }");
    second.compile(List.of());
    for (String name : List.of("c/B.class", "c/J.class")) {
      Path from = second.classes().resolve(name);
      Files.copy(from, first.classes().resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }

    try (ClassFiles classes = ClassFiles.on(List.of(first.classes()))) {
      ProtoGeneratorBuilder builder = ProtoGenerator.builder().classes(classes);
      assertThat(builder.service("c.I").build().generate().files().values())
          .singleElement()
          .satisfies(text -> assertThat(text).contains("rpc X(", "rpc Y("));
      ProtoGenerator models = builder.model("c.A").build();
      assertThat(catchThrowableOfType(ProtoGenerationException.class, models::generate).findings())
          .anySatisfy(one -> assertThat(one.toString()).startsWith("PG003 ").contains("extends"));
    }
  }
}
