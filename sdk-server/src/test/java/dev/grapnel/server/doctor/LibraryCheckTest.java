package dev.grapnel.server.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LibraryCheckTest {

  @TempDir Path folder;
  private Jars jars;

  @BeforeEach
  void begin() {
    jars = new Jars(folder);
  }

  @AfterEach
  void close() throws IOException {
    jars.close();
  }

  @Test
  void findsNothingOnTheClassPathOfTheseTests() {
    ClassPath path = ClassPath.of(getClass().getClassLoader());

    assertThat(new LibraryCheck(path).findings()).isEmpty();
    assertThat(path.libraries())
        .extracting(Library::family)
        .contains(Library.Family.GRPC, Library.Family.NETTY, Library.Family.PROTOBUF);
    assertThat(path.libraries())
        .extracting(Library::jar)
        .anyMatch(jar -> jar.matches("grpc-api-.*\\.jar"));
  }

  @Test
  void findsJarsOfOneProjectThatAreOfDifferentVersions() {
    jars.grpc("grpc-api-1.85.1.jar", "io.grpc", "1.85.1")
        .grpc("grpc-core-1.85.1.jar", "io.grpc.internal", "1.85.1")
        .grpc("grpc-stub-1.84.0.jar", "io.grpc.stub", "1.84.0")
        .netty("netty-common.jar", "4.2.20.Final")
        .netty("netty-buffer.jar", "4.2.20.Final")
        .netty("netty-handler-4.2.18.Final.jar", "4.2.18.Final")
        .protobuf("protobuf-java.jar", "com.google.protobuf", "4.36.2")
        .protobuf("protobuf-java-util.jar", "com.google.protobuf.util", "4.37.0");

    assertThat(jars.findings())
        .allMatch(finding -> finding.severity() == Severity.ERROR)
        .extracting(Finding::code)
        .containsExactly("grpc-skew", "netty-skew", "protobuf-skew");
    assertThat(jars.findings().get(0).what())
        .isEqualTo(
            "the jars of grpc-java are not of one version: grpc-stub-1.84.0.jar among 1.85.1");
    assertThat(jars.findings().get(1).what())
        .contains("netty-handler-4.2.18.Final.jar among 4.2.20");
  }

  @ParameterizedTest
  @CsvSource({"4.2.16.Final", "4.1.136.Final", "4.2.0.RC1", "4.0.56.Final"})
  void findsANettyWithPublishedAttacks(String version) {
    assertThat(jars.netty("netty-common.jar", version).findings())
        .extracting(Finding::severity, Finding::code)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(Severity.ERROR, "netty-old"));
  }

  @ParameterizedTest
  @CsvSource({"4.2.17.Final", "4.1.137.Final", "4.1.200.Final", "4.3.0.Final"})
  void isContentWithANettyThatIsNewEnough(String version) {
    assertThat(jars.netty("netty-common.jar", version).findings()).isEmpty();
  }

  @Test
  void findsOldGrpcAndProtobuf() {
    jars.grpc("grpc-api.jar", "io.grpc", "1.82.3")
        .protobuf("protobuf-java.jar", "com.google.protobuf", "4.31.1");

    assertThat(jars.findings())
        .extracting(Finding::code)
        .containsExactly("grpc-old", "protobuf-old");
  }

  @Test
  void findsShadedNettyBesideNetty() {
    jars.grpc("grpc-netty.jar", "io.grpc.netty", "1.85.1", "io.grpc.netty.NettyServerBuilder")
        .grpc(
            "grpc-netty-shaded-1.60.0.jar",
            "io.grpc.netty.shaded",
            "1.60.0",
            "io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder");

    assertThat(jars.findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo("netty-shaded");
              assertThat(finding.what()).contains("grpc-netty-shaded-1.60.0.jar");
            });
  }

  @Test
  void findsTheSameClassInTwoJars() {
    jars.grpc("grpc-api-1.85.1.jar", "io.grpc", "1.85.1", "io.grpc.ServerBuilder")
        .add("everything.jar", Map.of(), "io.grpc.ServerBuilder");

    assertThat(jars.findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo("class-twice");
              assertThat(finding.what())
                  .contains("io.grpc.ServerBuilder", "grpc-api-1.85.1.jar and everything.jar");
            });
  }

  @Test
  void tellsTwoVersionsOfOneJarOnce() {
    jars.grpc("grpc-api-1.85.1.jar", "io.grpc", "1.85.1", "io.grpc.ServerBuilder")
        .grpc("grpc-api-1.84.0.jar", "io.grpc", "1.84.0", "io.grpc.ServerBuilder");

    assertThat(jars.findings()).extracting(Finding::code).containsExactly("grpc-skew");
  }

  @Test
  void isNotMisledByWhatOthersWriteIntoTheirManifests() {
    jars.netty("netty-tcnative-classes.jar", "2.0.74.Final")
        .netty("netty-odd.jar", "4.x-SNAPSHOT")
        .grpc("grpc-kotlin-stub.jar", "io.grpc.kotlin", "1.4.1")
        .grpc("grpc-core.jar", "io.grpc.internal", "")
        .broken("broken.jar")
        .grpc("grpc-api.jar", "io.grpc", "1.85.1");

    assertThat(jars.findings()).isEmpty();
  }
}
