package dev.grapnel.samples.crypto.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.rpc.BadRequest.FieldViolation;
import dev.grapnel.core.error.RpcException;
import io.grpc.Status;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldChecksTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "0.5",
        "007.50",
        "0.000000000000000001",
        "99999999999999999999.999999999999999999"
      })
  void readsPlainAmounts(String text) {
    FieldChecks checks = new FieldChecks();

    assertThat(checks.amount("amount", text)).isEqualTo(new BigDecimal(text));
    checks.throwIfAny();
  }

  @ParameterizedTest
  @CsvSource({
    "'', must be a plain decimal number",
    "0, must be greater than zero",
    "0.000, must be greater than zero",
    "-1, must be a plain decimal number",
    "+1, must be a plain decimal number",
    "abc, must be a plain decimal number",
    "1e3, must be a plain decimal number",
    "1E-3, must be a plain decimal number",
    ".5, must be a plain decimal number",
    "5., must be a plain decimal number",
    "' 1', must be a plain decimal number",
    "'1,5', must be a plain decimal number",
    "NaN, must be a plain decimal number",
    "Infinity, must be a plain decimal number",
    "0x10, must be a plain decimal number",
    "١, must be a plain decimal number",
    "0.0000000000000000001, must have at most 18 digits after the point",
    "100000000000000000000, must have at most 20 digits before the point"
  })
  void refusesOtherAmounts(String text, String reason) {
    FieldViolation violation = onlyViolation(checks -> checks.amount("amount", text));

    assertThat(violation.getField()).isEqualTo("amount");
    assertThat(violation.getDescription()).startsWith(reason);
  }

  @Test
  void refusesALongAmountUnread() {
    assertThat(onlyViolation(checks -> checks.amount("amount", "1".repeat(5_000_000))))
        .extracting(FieldViolation::getDescription)
        .isEqualTo("must have at most 64 characters");
  }

  @Test
  void readsSymbolsInAnyCaseAndOnce() {
    FieldChecks checks = new FieldChecks();

    assertThat(checks.symbols("symbols", List.of("btc", "ETH", "BTC")))
        .containsExactly("BTC", "ETH");
    checks.throwIfAny();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "B%C", "BTC ", "ABCDEFGHIJKLMNOPQ", "ß"})
  void refusesOtherSymbols(String text) {
    assertThat(onlyViolation(checks -> checks.symbol("symbol", text)).getField())
        .isEqualTo("symbol");
  }

  @Test
  void refusesNoneAndTooManySymbols() {
    assertThat(onlyViolation(checks -> checks.symbols("symbols", List.of())).getDescription())
        .isEqualTo("must have 1 to 50 symbols");
    assertThat(
            onlyViolation(checks -> checks.symbols("symbols", Collections.nCopies(51, "BTC")))
                .getDescription())
        .isEqualTo("must have 1 to 50 symbols");
  }

  @Test
  void putsDefaultsForZero() {
    FieldChecks checks = new FieldChecks();

    assertThat(checks.page("page", 0)).isEqualTo(1);
    assertThat(checks.pageSize("page_size", 0)).isEqualTo(20);
    assertThat(checks.limit("limit", 0)).isEqualTo(10);
    assertThat(checks.intervalSeconds("interval_seconds", 0)).isEqualTo(Duration.ofSeconds(5));
    checks.throwIfAny();
  }

  @Test
  void refusesNumbersOutOfRange() {
    List<Consumer<FieldChecks>> bad =
        List.of(
            checks -> checks.page("f", -1),
            checks -> checks.pageSize("f", -1),
            checks -> checks.pageSize("f", 101),
            checks -> checks.limit("f", -1),
            checks -> checks.limit("f", 101),
            checks -> checks.intervalSeconds("f", -1),
            checks -> checks.intervalSeconds("f", 3601),
            checks -> checks.userId("f", 0),
            checks -> checks.userId("f", -1));

    assertThat(bad).allSatisfy(check -> assertThat(onlyViolation(check).getField()).isEqualTo("f"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "a\u0000b", "\n\t"})
  void refusesQueriesThatFindNothingSensible(String text) {
    assertThat(onlyViolation(checks -> checks.query("query", text)).getField()).isEqualTo("query");
  }

  @Test
  void makesAnIdOnlyWhenThereIsNone() {
    FieldChecks checks = new FieldChecks();

    assertThat(checks.transactionId("transaction_id", "tx123")).isEqualTo("tx123");
    assertThat(checks.transactionId("transaction_id", ""))
        .hasSize(36)
        .isNotEqualTo(checks.transactionId("transaction_id", ""));
    checks.throwIfAny();
    assertThat(onlyViolation(c -> c.transactionId("transaction_id", "x".repeat(65))).getField())
        .isEqualTo("transaction_id");
    assertThat(onlyViolation(c -> c.transactionId("transaction_id", "a b")).getField())
        .isEqualTo("transaction_id");
  }

  @Test
  void tellsEverythingAtOnce() {
    FieldChecks checks = new FieldChecks();
    checks.userId("user_id", 0);
    checks.symbol("symbol", "");
    checks.amount("amount", "-1");

    RpcException refusal = catchThrowableOfType(RpcException.class, checks::throwIfAny);

    assertThat(refusal.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(refusal.details().badRequest().orElseThrow().getFieldViolationsList())
        .extracting(FieldViolation::getField)
        .containsExactly("user_id", "symbol", "amount");
  }

  private static FieldViolation onlyViolation(Consumer<FieldChecks> check) {
    FieldChecks checks = new FieldChecks();
    check.accept(checks);
    RpcException refusal = catchThrowableOfType(RpcException.class, checks::throwIfAny);
    List<FieldViolation> violations =
        refusal.details().badRequest().orElseThrow().getFieldViolationsList();
    assertThat(violations).hasSize(1);
    return violations.get(0);
  }
}
