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
