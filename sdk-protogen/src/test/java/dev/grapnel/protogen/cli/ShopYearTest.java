package dev.grapnel.protogen.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to the models of a shop in its first year, with the real engine. */
class ShopYearTest {

  private static final String ORDER =
      """
      package com.acme.order;
      import com.acme.geo.Address;
      import dev.grapnel.protogen.annotation.Resource;
      @Resource
      public record Order(long id, Address to) {}
      """;
  private static final String API =
      """
      package com.acme.order;
      import dev.grapnel.protogen.annotation.ProtoService;
      @ProtoService
      public interface Api {
        Page<Order> find(Order like);
        record Page<T>(java.util.List<T> items) {}
      }
      """;
  private static final String ADDRESS =
      "package com.acme.geo; public record Address(String city) {}";

  @TempDir Path folder;
  private String text = "";

  @BeforeEach
  void writeModels() throws IOException {
    write("java/Order.java", ORDER);
    write("java/Api.java", API);
    write("java/Address.java", ADDRESS);
  }

  private void write(String file, String content) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
  }

  private int run(String command, String... options) {
    List<String> line = new ArrayList<>(List.of(command.split(" ", -1)));
    line.addAll(List.of("--sources", folder.resolve("java").toString()));
    line.addAll(List.of("--classpath", Path.of("target/classes").toString()));
    line.addAll(List.of("--proto-dir", folder.resolve("protobuf").toString()));
    line.addAll(List.of(options));
    StringWriter told = new StringWriter();
    PrintWriter both = new PrintWriter(told);
    int code = Protogen.run(both, both, line.toArray(String[]::new));
    text = told.toString();
    return code;
  }

  private String proto() throws IOException {
    return Files.readString(folder.resolve("protobuf/acme/order/v1/order.proto"))
        .replaceFirst("// Lock: .*", "");
  }

  @Test
  void aClassThatIsRenamedChangesNothingThatClientsSee() throws IOException {
    assertThat(run("generate-proto")).as(text).isZero();
    String before = proto();
    Files.delete(folder.resolve("java/Order.java"));
    write("java/Api.java", API.replace("Order", "Purchase"));
    write("java/Purchase.java", ORDER.replace("Order", "Purchase"));
    assertThat(run("generate-proto")).isEqualTo(1);
    // Page<Purchase> is no new name of Page<Order>: there is nothing to annotate.
    assertThat(text).contains("formerly = \"com.acme.order.Order\"").contains("1 error,");
    String renamed =
        "@dev.grapnel.protogen.annotation.ProtoMessage(formerly = \"com.acme.order.Order\")";
    write(
        "java/Purchase.java",
        ORDER.replace("Order", "Purchase").replace("@Resource", "@Resource\n" + renamed));
    assertThat(run("generate-proto")).as(text).isZero();
    assertThat(proto()).isEqualTo(before);
  }

  @Test
  void aClassThatIsMovedCanSayWhereItWas() throws IOException {
    assertThat(run("generate-proto")).as(text).isZero();
    write("java/Address.java", ADDRESS.replace("geo", "place"));
    write("java/Order.java", ORDER.replace("geo", "place"));
    assertThat(run("generate-proto")).isEqualTo(1);
    assertThat(text).contains("if the class of Address was moved, annotate that with formerly");
    write(
        "java/Address.java",
        "package com.acme.place; @dev.grapnel.protogen.annotation.ProtoMessage(formerly ="
            + " \"com.acme.geo.Address\") public record Address(String city) {}");
    assertThat(run("generate-proto")).as(text).isZero();
  }

  @Test
  void aLockOfImportedFilesCanBeReadAgain() throws IOException {
    write(
        "old/acme/order/v1/order.proto",
        """
        syntax = "proto3";
        package acme.order.v1;
        message Order {
          reserved 2, 7 to 8;
          int64 id = 5;
        }
        """);
    assertThat(run("lock import", folder.resolve("old").toString())).as(text).isZero();
    assertThat(run("generate-proto")).as(text).isZero();
    assertThat(proto()).contains("reserved 2, 7, 8;", "int64 id = 5;");
    assertThat(run("generate-proto", "--check")).as(text).isZero();
  }

  @Test
  void aJarThatIsNoneIsToldWhenSourcesAreRead() throws IOException {
    write("bad.jar", "no zip");
    assertThat(run("generate-proto", "-cp", folder.resolve("bad.jar").toString())).isEqualTo(2);
    assertThat(text).contains("bad.jar").hasLineCount(1);
  }
}
