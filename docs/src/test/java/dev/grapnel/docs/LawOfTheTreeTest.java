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
import org.junit.jupiter.api.Test;

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

  @Test
  void letsAllArrowsPointToCore() {
    noClasses()
        .that()
        .resideInAPackage("dev.grapnel.core..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.grapnel.server..", "dev.grapnel.client..")
        .check(SDK);
    noClasses()
        .that()
        .resideInAPackage("dev.grapnel.client..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.grapnel.server..")
        .check(SDK);
    noClasses()
        .that()
        .resideInAPackage("dev.grapnel.server..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.grapnel.client..")
        .check(SDK);
  }

  @Test
  void keepsNettyInOneClassOfEachSide() {
    noClasses()
        .that()
        .haveSimpleNameNotEndingWith("NettyTransport")
        .should()
        .dependOnClassesThat(NETTY)
        .check(SDK);
    noClasses()
        .that()
        .arePublic()
        .should()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "Netty itself", type -> type.getPackageName().startsWith("io.netty")))
        .check(SDK);
    methods()
        .that()
        .arePublic()
        .and()
        .areDeclaredInClassesThat()
        .arePublic()
        .should()
        .notHaveRawReturnType(NETTY)
        .check(SDK);
  }

  @Test
  void keepsExperimentalTlsClassesInOnePlace() {
    noClasses()
        .that()
        .haveSimpleNameNotStartingWith("ReloadingTls")
        .and()
        .haveSimpleNameNotStartingWith("PemFiles")
        .and()
        .haveSimpleNameNotStartingWith("TransportCredentials")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.grpc.util")
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
}
