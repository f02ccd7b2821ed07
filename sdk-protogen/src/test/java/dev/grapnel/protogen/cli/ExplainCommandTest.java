package dev.grapnel.protogen.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExplainCommandTest {

  private static final String MODEL = "dev.grapnel.protogen.cli.model.";

  private final Cli cli = new Cli();

  @Test
  void tellsWhatBecomesOfARecord() {
    assertThat(cli.run("explain", MODEL + "Order", "-cp", Cli.CLASSES)).isZero();
    assertThat(cli.out)
        .isEqualTo(
            """
            M.Order becomes message P.Order
              id     long         int64 id
              state  Order.State  P.OrderState state
              line   Order.Line   P.OrderLine line
            It brings along:
              message P.OrderLine  of M.Order$Line
              enum P.OrderState  of M.Order$State
            """
                .replace("M.", MODEL)
                .replace("P.", "grapnel.protogen.cli.model.v1."));
  }

  @Test
  void tellsWhatBecomesOfAGenericType() {
    String page = MODEL + "Page<" + MODEL + "Order.Line>";
    assertThat(cli.run("explain", page, "-cp", Cli.CLASSES, "--package-prefix", "shop")).isZero();
    assertThat(cli.out)
        .contains(" becomes message shop.model.v1.PageOf", "  items  List<T>  repeated ");
  }

  @Test
  void tellsWhatBecomesOfASealedTypeAndAnEnum() {
    assertThat(cli.run("explain", MODEL + "nested.Payment", "-cp", Cli.CLASSES)).isZero();
    assertThat(cli.out).contains("oneof payment: ");
    assertThat(cli.run("explain", MODEL + "Order.State", "-cp", Cli.CLASSES)).isZero();
    assertThat(cli.out).contains(" becomes enum ", "  ORDER_STATE_OPEN\n");
  }

  @Test
  void tellsWhatIsWrongWithIt() {
    assertThat(cli.run("explain", "java.io.InputStream", "-cp", Cli.CLASSES)).isEqualTo(1);
    assertThat(cli.err).contains("error PG010").doesNotContain("\tat ");
    assertThat(cli.run("explain", "com.acme.None", "-cp", Cli.CLASSES)).isEqualTo(1);
    assertThat(cli.err).contains("error PG001");
  }

  @Test
  void takesOneClass() {
    assertThat(cli.run("explain", "com.acme.*", "-cp", Cli.CLASSES)).isEqualTo(2);
    assertThat(cli.err)
        .isEqualTo("protogen: explain takes one class, not the pattern com.acme.*\n");
    assertThat(cli.run("explain", MODEL + "Page<", "-cp", Cli.CLASSES)).isEqualTo(2);
    assertThat(cli.err).contains("is no class");
  }
}
