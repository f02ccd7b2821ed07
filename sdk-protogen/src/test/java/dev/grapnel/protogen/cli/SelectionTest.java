package dev.grapnel.protogen.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelectionTest {

  private static final String MODEL = "dev.grapnel.protogen.cli.model.";

  private final Cli cli = new Cli();

  @Test
  void takesEveryDataClassOfAPackageAndPassesOverTheRest() {
    assertThat(cli.generate("--classes", MODEL + "*")).isZero();
    assertThat(cli.asked)
        .containsExactly(
            MODEL + "Customer",
            MODEL + "Order$Line",
            MODEL + "Order$State",
            MODEL + "Order=",
            "interface " + MODEL + "OrderApi");
  }

  @Test
  void takesPackagesBelowWithTwoStars() {
    assertThat(cli.generate("--classes", MODEL + "**")).isZero();
    assertThat(cli.asked)
        .contains(MODEL + "nested.Payment", MODEL + "nested.Payment$Cash", MODEL + "Customer");
  }

  @Test
  void takesPartsOfNames() {
    assertThat(cli.generate("--classes", MODEL + "*omer," + MODEL + "nes*.Pay*")).isZero();
    assertThat(cli.asked)
        .containsExactly(
            MODEL + "Customer",
            MODEL + "nested.Payment",
            MODEL + "nested.Payment$Card",
            MODEL + "nested.Payment$Cash");
  }

  @Test
  void takesAnnotatedClassesOfFoldersByDefault() {
    assertThat(cli.run("generate-proto", "-cp", Cli.CLASSES)).isZero();
    assertThat(cli.asked)
        .contains(MODEL + "Customer", MODEL + "Order=", "interface " + MODEL + "OrderApi")
        .doesNotContain(MODEL + "Page", MODEL + "nested.Payment");
  }

  @Test
  void takesNestedClassesAndInterfacesAndGenericOnesByName() {
    String page = MODEL + "Page<java.util.Map<java.lang.String," + MODEL + "Order$Line>>";
    assertThat(
            cli.generate(
                "--classes",
                MODEL + "Order.Line," + page.replace('$', '.'),
                "--classes",
                MODEL + "PlainApi"))
        .isZero();
    assertThat(cli.asked)
        .containsExactly(MODEL + "Order$Line", page, "interface " + MODEL + "PlainApi");
  }

  @Test
  void givesAServiceToTheModelThatItIsNamedAfter() {
    assertThat(cli.generate("--classes", MODEL + "*", "--service", "CustomerService")).isZero();
    assertThat(cli.asked).contains(MODEL + "Customer=CustomerService", MODEL + "Order=");
    assertThat(cli.asked).doesNotContain(MODEL + "Customer");
  }

  @Test
  void givesAServiceToTheOnlyModel() {
    assertThat(cli.generate("--classes", MODEL + "Customer", "--service", "Shop")).isZero();
    assertThat(cli.asked).containsExactly(MODEL + "Customer=Shop");
  }

  @Test
  void givesAServiceToTheModelThatIsWritten() {
    assertThat(
            cli.generate("--service", MODEL + "nested.Payment=Till", "--service", MODEL + "Order="))
        .isZero();
    assertThat(cli.asked).containsExactly(MODEL + "nested.Payment=Till", MODEL + "Order=");
  }

  @Test
  void asksWhichModelAServiceIsFor() {
    assertThat(cli.generate("--classes", MODEL + "*", "--service", "Billing")).isEqualTo(2);
    assertThat(cli.err)
        .contains("service Billing is of no model: write Model=Billing; there is " + MODEL);
    assertThat(cli.asked).isEmpty();
  }

  @Test
  void tellsAllClassesThatAreNotThereAndWhereTheyMayBe() {
    assertThat(cli.generate("--classes", "com.acme.Order,com.acme.Nothing,com.none.**"))
        .isEqualTo(1);
    assertThat(cli.err)
        .contains(
            "error PG001 com.acme.Order: there is no such class.",
            "Fix: write " + MODEL + "Order.",
            "error PG001 com.acme.Nothing: there is no such class.",
            "Fix: compile it first, or add its folder or jar to the class path.",
            "error PG001 com.none.**: no class matches.",
            "3 errors, 0 warnings; nothing was written");
    assertThat(cli.written).isZero();
  }

  @Test
  void tellsThatAPatternMatchesNoData() {
    assertThat(cli.generate("--classes", MODEL + "*Exception")).isEqualTo(1);
    assertThat(cli.err).contains("none of the 1 classes that match holds data");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "com..acme",
        "com.acme.***",
        "com/acme/User",
        "com.acme.",
        "",
        "com.acme.User!",
        "*<T>"
      })
  void refusesWhatIsNoPattern(String written) {
    assertThat(cli.generate("--classes", written)).isEqualTo(2);
    assertThat(cli.err)
        .startsWith("protogen: '" + written + "' is neither a class name nor a pattern");
  }

  @ParameterizedTest
  @ValueSource(strings = {"User=9", "=Name", "a b", "User=User Service", "User=a.B"})
  void refusesWhatIsNoService(String written) {
    assertThat(cli.generate("--service", written)).isEqualTo(2);
    assertThat(cli.err).startsWith("protogen: '" + written + "' is no service");
  }
}
