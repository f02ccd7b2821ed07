package dev.grapnel.protogen.processor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import dev.grapnel.protogen.source.SourceFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import javax.annotation.processing.Processor;
import javax.tools.Diagnostic;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProtoProcessorTest {

  private static final String MODEL =
      """
      package com.acme.shop;

      @dev.grapnel.protogen.annotation.ProtoMessage
      public record Order(long id, String name) {}
      """;

  private SourceFolder folder;

  @BeforeEach
  void setUp(@TempDir Path temporary) throws Exception {
    folder = new SourceFolder(temporary).with("com/acme/shop/Order.java", MODEL);
  }

  private List<String> compile(List<String> options, Processor... more) throws Exception {
    List<Processor> all = new ArrayList<>(List.of(more));
    all.add(0, new ProtoProcessor());
    return folder.compile(options, all.toArray(Processor[]::new)).stream()
        .map(one -> one.getKind() + " " + one.getMessage(null))
        .toList();
  }

  private Path resources() {
    return folder.classes().resolve("META-INF/grapnel");
  }

  @Test
  void theCompilerFindsIt() {
    assertThat(ServiceLoader.load(Processor.class).stream().map(ServiceLoader.Provider::type))
        .contains(ProtoProcessor.class);
  }

  @Test
  void withoutAnOptionItDoesNothingAndSaysNothing() throws Exception {
    assertThat(compile(List.of("-Xlint:all,-processing", "-Werror"))).isEmpty();
    assertThat(resources()).doesNotExist();
  }

  @Test
  void whatIsMadeIsAResourceBesideTheClasses() throws Exception {
    assertThat(
            compile(
                List.of("-Xlint:all,-processing", "-Werror", "-Agrapnel.proto.packagePrefix=shop")))
        .isEmpty();
    byte[] descriptors = Files.readAllBytes(resources().resolve("descriptors.binpb"));
    assertThat(FileDescriptorSet.parseFrom(descriptors)).isNotNull();
  }

  @Test
  void withoutAnnotatedClassesNothingIsMade() throws Exception {
    folder.with("com/acme/shop/Order.java", "package com.acme.shop; class Order {}");
    assertThat(compile(List.of("-Agrapnel.proto.template=aip"))).isEmpty();
    assertThat(resources()).doesNotExist();
  }

  @Test
  void aGenericClassIsNoModelByItself() throws Exception {
    folder.with("com/acme/shop/Order.java", MODEL.replace("Order(", "Order<T>("));
    assertThat(compile(List.of("-Agrapnel.proto.template=aip"))).isEmpty();
    assertThat(resources()).doesNotExist();
  }

  @Test
  void allWrongOptionsAreToldAtOnce() throws Exception {
    assertThat(compile(List.of("-Agrapnel.proto.template=rest", "-Agrapnel.proto.dir=a\0b")))
        .satisfiesExactlyInAnyOrder(
            one -> assertThat(one).contains("grapnel.proto.template is 'rest'", "STANDARD", "AIP"),
            one -> assertThat(one).contains("grapnel.proto.dir is no path"));
    assertThat(resources()).doesNotExist();
  }

  @Test
  void whatElseDoesNotCompileIsToldByTheCompilerAlone() throws Exception {
    folder.with("B.java", "class B extends Missing {}");
    assertThat(compile(List.of("-Agrapnel.proto.packagePrefix=shop")))
        .singleElement()
        .satisfies(one -> assertThat(one).contains("Missing"));
  }

  private String option(String name, String folderName) {
    return "-Agrapnel.proto." + name + "=" + folder.folder().resolve(folderName);
  }

  @Test
  void whatHasNoFormIsAnErrorAtItsLine() throws Exception {
    folder.with(
        "com/acme/shop/Order.java",
        MODEL.replace("String name)", "String name,\n    java.io.InputStream source)"));
    assertThat(
            folder.compile(
                List.of("-Agrapnel.proto.packagePrefix=shop", option("dir", "proto")),
                new ProtoProcessor()))
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.getKind()).isEqualTo(Diagnostic.Kind.ERROR);
              assertThat(one.getLineNumber()).isEqualTo(5);
              assertThat(one.getSource().getName()).endsWith("Order.java");
              assertThat(one.getMessage(null))
                  .startsWith("PG010 Order.source: java.io.InputStream has no protobuf form");
            });
    assertThat(resources()).doesNotExist();
    assertThat(folder.folder().resolve("proto")).doesNotExist();
  }

  @Test
  void filesAreWrittenWhereTheyAreKept() throws Exception {
    assertThat(compile(List.of(option("dir", "proto"), option("lockDir", "locks")))).isEmpty();
    Path file = folder.folder().resolve("proto/acme/shop/v1/shop.proto");
    Path lock = folder.folder().resolve("locks/acme.shop.v1.lock.json");
    assertThat(file).content().contains("message Order {\n  int64 id = 1;\n  string name = 2;");
    assertThat(lock).exists();
    assertThat(resources().resolve("acme/shop/v1/shop.proto")).hasSameTextualContentAs(file);
    assertThat(resources().resolve("acme.shop.v1.lock.json")).hasSameTextualContentAs(lock);
  }

  @Test
  void aLockThatWouldHaveToBeWrittenIsAnErrorWhereNothingIs() throws Exception {
    String locks = option("lockDir", "locks");
    assertThat(compile(List.of(locks)))
        .singleElement()
        .satisfies(
            one ->
                assertThat(one)
                    .startsWith("ERROR PG-LOCK-01 ")
                    .contains("acme.shop.v1.lock.json: it is not there"));
    assertThat(resources()).doesNotExist();

    compile(List.of(option("dir", "proto"), locks));
    assertThat(compile(List.of(locks))).isEmpty();
    assertThat(resources().resolve("acme.shop.v1.lock.json")).exists();

    folder.with("com/acme/shop/Order.java", MODEL.replace("String name", "String name, int n"));
    assertThat(compile(List.of(locks)))
        .singleElement()
        .satisfies(one -> assertThat(one).contains("PG-LOCK-01", "it is not what the classes are"));
  }

  @Test
  void aMissingClassAboveIsNotPassedOver() throws Exception {
    folder.with(
        "com/acme/shop/Order.java",
        "package com.acme.shop; @dev.grapnel.protogen.annotation.ProtoMessage"
            + " public class Order extends gen.Missing { public int id; }");
    assertThat(compile(List.of(option("dir", "proto"))))
        .anySatisfy(
            one -> assertThat(one).contains("PG001 Order: gen.Missing, which it extends, is not"));
    assertThat(folder.folder().resolve("proto")).doesNotExist();
  }

  @Test
  void whereASourceCannotBeReadNothingIsWritten() throws Exception {
    folder.with("B.java", "class B { int }");
    assertThat(compile(List.of(option("dir", "proto")))).isNotEmpty();
    assertThat(folder.folder().resolve("proto")).doesNotExist();
  }

  @Test
  void longValuesAreCutInMessages() throws Exception {
    assertThat(
            compile(
                List.of(
                    "-Agrapnel.proto.template=" + "x".repeat(5_000),
                    "-Agrapnel.proto.dir=\0" + "y".repeat(5_000))))
        .hasSize(2)
        .allSatisfy(one -> assertThat(one).hasSizeLessThan(400));
    assertThat(compile(List.of("-Agrapnel.proto.packagePrefix=" + "x-".repeat(5_000))))
        .singleElement()
        .satisfies(one -> assertThat(one).contains("packagePrefix").hasSizeLessThan(500));
  }

  @Test
  void otherProcessorsSeeTheSameAnnotations() throws Exception {
    List<String> seen = new ArrayList<>();
    compile(
        List.of("-Agrapnel.proto.packagePrefix=shop"),
        new Rounds(
            environment ->
                seen.add(
                    environment
                        .getElementUtils()
                        .getTypeElement("com.acme.shop.Order")
                        .getAnnotationMirrors()
                        .toString())));
    assertThat(seen).containsExactly("@dev.grapnel.protogen.annotation.ProtoMessage");
  }
}
