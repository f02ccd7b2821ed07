package dev.grapnel.docs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The law of docs/architecture.md, as far as a machine can read it. */
class LawOfTheTreeTest {

  private static final int LONGEST_FILE = 400;
  private static final JavaClasses SDK =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(
              location -> !location.contains("/samples/") && !location.contains("sample-"))
          .importPackages("dev.grapnel");

  private static final DescribedPredicate<JavaClass> NETTY =
      DescribedPredicate.describe(
          "Netty",
          type ->
              type.getPackageName().startsWith("io.netty")
                  || type.getPackageName().startsWith("io.grpc.netty"));

  @Test
  void hasNoPackageCycles() {
    assertThat(SDK).isNotEmpty();
    slices().matching("dev.grapnel.(**)").should().beFreeOfCycles().check(SDK);
  }

  /** Each module, and the ones it may know. */
  private static final Map<String, List<String>> ARROWS =
      Map.of(
          "core", List.of(),
          "server", List.of("core"),
          "client", List.of("core"),
          "interceptors", List.of("core"),
          "testing", List.of("core"));

  @Test
  void letsAllArrowsPointToCore() {
    ARROWS.forEach(
        (module, known) ->
            noClasses()
                .that()
                .resideInAPackage("dev.grapnel." + module + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                    ARROWS.keySet().stream()
                        .filter(other -> !other.equals(module) && !known.contains(other))
                        .map(other -> "dev.grapnel." + other + "..")
                        .toArray(String[]::new))
                .check(SDK));
  }

  @ParameterizedTest
  @CsvSource({
    "org.junit.., dev.grapnel.testing.junit",
    "org.assertj.., dev.grapnel.testing.assertion",
    "io.prometheus.., dev.grapnel.interceptors.metrics",
    "com.sun.net.httpserver.., dev.grapnel.interceptors.metrics",
    "io.opentelemetry.., dev.grapnel.interceptors.tracing",
    "com.fasterxml.., dev.grapnel.interceptors.auth",
    "io.github.bucket4j.., dev.grapnel.interceptors.limits",
    "build.buf.., dev.grapnel.interceptors.validation",
    "org.bouncycastle.., dev.grapnel.testing.security",
    "io.github.resilience4j.., dev.grapnel.client.resilience",
  })
  void importsEachOptionalLibraryInOnePackage(String library, String user) {
    noClasses()
        .that()
        .resideOutsideOfPackage(user)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .check(SDK);
  }

  /**
   * The kit makes tokens to test with, auth reads them; resilience4j brings meters of its own: one
   * package of each module. The client reads service configs and what Kubernetes says.
   */
  @ParameterizedTest
  @CsvSource({
    "com.auth0.., dev.grapnel.testing.security, dev.grapnel.interceptors.auth",
    "io.micrometer.., dev.grapnel.interceptors.metrics, dev.grapnel.client.resilience",
    "com.google.gson.., dev.grapnel.client.config, dev.grapnel.client.resolver.kubernetes",
  })
  void importsSomeLibrariesInTwoPackages(String library, String user, String other) {
    noClasses()
        .that()
        .resideOutsideOfPackages(user, other)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .check(SDK);
  }

  @Test
  void letsNoConcernOfTheInterceptorsKnowAnother() {
    slices().matching("dev.grapnel.interceptors.(*)..").should().notDependOnEachOther().check(SDK);
  }

  /** The client has a second place: name servers are asked far from the transport. */
  @Test
  void keepsNettyInOnePlaceOfEachSide() {
    noClasses()
        .that()
        .haveSimpleNameNotEndingWith("NettyTransport")
        .and()
        .doNotHaveFullyQualifiedName("dev.grapnel.client.resolver.NettyDns")
        .and()
        .resideOutsideOfPackages("dev.grapnel.server.transport", "dev.grapnel.client.transport")
        .should()
        .dependOnClassesThat(NETTY)
        .check(SDK);
    methods()
        .that()
        .arePublic()
        .and()
        .areDeclaredInClassesThat()
        .arePublic()
        .should()
        .notHaveRawReturnType(NETTY)
        .andShould()
        .notHaveRawParameterTypes(
            DescribedPredicate.describe(
                "Netty among them", types -> types.stream().anyMatch(NETTY)))
        .check(SDK);
  }

  /** Load balancers are made of forwarding ones, which stand in the same package. */
  @Test
  void keepsExperimentalTlsClassesInOnePlace() {
    noClasses()
        .that()
        .haveSimpleNameNotStartingWith("ReloadingTls")
        .and()
        .haveSimpleNameNotStartingWith("PemFiles")
        .and()
        .haveSimpleNameNotStartingWith("TransportCredentials")
        .and()
        .resideOutsideOfPackage("dev.grapnel.client.balancing")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.grpc.util")
        .check(SDK);
  }

  /** Only it lets a client choose a config by method; grpc-java may change it at any time. */
  @Test
  void keepsTheInternalConfigSelectorInOneClass() {
    noClasses()
        .that()
        .haveNameNotMatching("dev\\.grapnel\\.client\\.ConfiguredResolver(\\$.*)?")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("io.grpc.InternalConfigSelector")
        .check(SDK);
  }

  @Test
  void usesNoEmptyNames() {
    noClasses()
        .that()
        .haveModifier(JavaModifier.PUBLIC)
        .should()
        .haveNameMatching(".*(Impl|Utils?|Helper|Manager)|.*\\.Abstract[^.]*")
        .check(SDK);
    classes()
        .should()
        .resideOutsideOfPackages("..util..", "..common..", "..base..", "..helper..", "..impl..")
        .check(SDK);
  }

  @Test
  void hasNoFileThatIsTooLong() {
    assertThat(Repository.files(".java"))
        .allSatisfy(
            (Path file) ->
                assertThat(Repository.lines(file).size())
                    .as("lines of %s", file)
                    .isLessThanOrEqualTo(LONGEST_FILE));
  }

  @Test
  void explainsEveryPackage() {
    assertThat(
            Repository.files(".java").stream()
                .filter(file -> file.toString().contains("/src/main/")))
        .allSatisfy(file -> assertThat(file.resolveSibling("package-info.java")).exists());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Thread\\.sleep\\(",
        "\\.sleep\\(\\d",
        "parkNanos\\(",
        "[pP]ort\\(([1-9][0-9]{2,3}|[1-5][0-9]{4})\\)",
        "mock\\((ServerCall|ClientCall|Channel|ManagedChannel|StreamObserver|Metadata)\\b"
      })
  void hasNoTestThatSleepsTakesAFixedPortOrMocksTypesOfGrpc(String forbidden) {
    Pattern pattern = Pattern.compile(forbidden);
    assertThat(
            Repository.files(".java").stream()
                .filter(file -> file.toString().contains("/src/test/"))
                .filter(file -> !file.endsWith("LawOfTheTreeTest.java"))
                .filter(file -> pattern.matcher(Repository.text(file)).find()))
        .isEmpty();
  }
}
