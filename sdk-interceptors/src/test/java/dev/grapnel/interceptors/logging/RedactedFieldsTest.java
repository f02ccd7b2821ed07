package dev.grapnel.interceptors.logging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.interceptors.test.v1.WriteRequest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactedFieldsTest {

  private final RedactedFields redacted =
      new RedactedFields(List.of("token", "card_number", "PIN"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "token",
        "TOKEN",
        "Token",
        "access_token",
        "accessToken",
        "AccessToken",
        "ACCESS_TOKEN",
        "token_value",
        "tokenValue",
        "APIToken",
        "api-token",
        "x.token",
        "token2",
        "2token",
        "tokens",
        "refreshTokens",
        "card_number",
        "cardNumber",
        "oldCardNumber2",
        "CARD-NUMBER",
        "card number",
        "pin",
        "userPin",
        "PINCode",
        "__token__",
        "a/token/b",
        "token\n"
      })
  void haveTheWordSomewhere(String key) {
    assertThat(redacted.containsKey(key)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "_",
        "text",
        "tokenizer",
        "tokenize",
        "betoken",
        "card",
        "number",
        "card_old_number",
        "cardnumber",
        "spin",
        "pinned",
        "to_ken",
        "numberCard"
      })
  void areNotThoseThatOnlyLookLikeIt(String key) {
    assertThat(redacted.containsKey(key)).isFalse();
  }

  @Test
  void areThoseWithTheOptionDebugRedact() {
    RedactedFields none = new RedactedFields(List.of());

    assertThat(none.contains(WriteRequest.getDescriptor().findFieldByName("card_number"))).isTrue();
    assertThat(none.contains(WriteRequest.getDescriptor().findFieldByName("password"))).isFalse();
  }

  @Test
  void areKeysThatAreTooLongToBeSearched() {
    assertThat(redacted.containsKey("x".repeat(256))).isFalse();
    assertThat(redacted.containsKey("x".repeat(257))).isTrue();
  }
}
