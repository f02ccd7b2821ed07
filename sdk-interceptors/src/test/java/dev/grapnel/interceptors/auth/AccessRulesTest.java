package dev.grapnel.interceptors.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.grapnel.core.config.ConfigException;
import dev.grapnel.core.security.Principal;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessRulesTest {

  @Test
  void readsEachFormOfConfiguration() {
    AccessRules read =
        AccessRules.parse(
            List.of(
                "crypto.CryptoService/GetCoin=public",
                "crypto.CryptoService/Deposit=permission:crypto.deposit",
                "crypto.CryptoService/Move=permission:write&read",
                "crypto.CryptoService/*=authenticated",
                "Bare/Z=role:staff|admin",
                "*=authenticated"));
    AccessRules written =
        AccessRules.builder()
            .method("crypto.CryptoService/GetCoin", Access.anyone())
            .method("crypto.CryptoService/Deposit", Access.permission("crypto.deposit"))
            .method("crypto.CryptoService/Move", Access.permission("read", "write"))
            .service("crypto.CryptoService", Access.authenticated())
            .method("Bare/Z", Access.role("admin", "staff", "admin"))
            .otherwise(Access.authenticated())
            .build();
    assertThat(read.entries()).containsExactlyInAnyOrderElementsOf(written.entries());
    assertThat(read).hasToString(read.entries().toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*",
        "=public",
        "crypto.CryptoService=public",
        "crypto.CryptoService/=public",
        "/GetCoin=public",
        "/*=public",
        "/crypto.CryptoService/GetCoin=public",
        "crypto.CryptoService//GetCoin=public",
        "crypto.CryptoService/GetCoin/=public",
        "crypto.CryptoService/Get*=public",
        "crypto.*/GetCoin=public",
        "crypto.*=public",
        "**=public",
        ".crypto.CryptoService/GetCoin=public",
        "crypto..CryptoService/GetCoin=public",
        "crypto.CryptoService./GetCoin=public",
        "crypto.CryptoService/Get%43oin=public",
        " crypto.CryptoService/GetCoin=public",
        "crypto.CryptoService/GetCoin =public",
        "crypto.CryptoService/GetCoin= public",
        "crypto.CryptoService/GetCoin=public ",
        "crypto.CryptoService/GetCoin\u0000=public",
        "crypto.CryptoService/GetCoin=Public",
        "crypto.CryptoService/GetCoin=",
        "crypto.CryptoService/GetCoin=anyone",
        "crypto.CryptoService/GetCoin=public=public",
        "crypto.CryptoService/GetCoin=role",
        "crypto.CryptoService/GetCoin=role:",
        "crypto.CryptoService/GetCoin=role:a|",
        "crypto.CryptoService/GetCoin=role:|a",
        "crypto.CryptoService/GetCoin=role:a&b",
        "crypto.CryptoService/GetCoin=role:a,b",
        "crypto.CryptoService/GetCoin=role: a",
        "crypto.CryptoService/GetCoin=permission:a|b",
        "crypto.CryptoService/GetCoin=permission:a&&b",
        "crypto.CryptoService/GetCoin=permission:a\nb",
        "crypto.CryptoService/GetCoin=when:whatever"
      })
  void refusesWhatIsNoRule(String entry) {
    assertThatThrownBy(() -> AccessRules.parse(List.of(entry)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("access rule")
        .hasMessageContaining("expected")
        .message()
        .matches("\\p{Print}+");
  }

  @Test
  void tellsEverythingThatIsWrongAtOnce() {
    List<String> problems =
        problems(
            () ->
                AccessRules.parse(
                    List.of(
                        "nonsense",
                        "a.B/C=public",
                        "a.B/C=authenticated",
                        "a.B/*=role:x",
                        "a.B/*=role:x",
                        "*=public",
                        "*=role:y",
                        "a.B/D=sometimes")));
    assertThat(problems)
        .containsExactly(
            "the access rule \"nonsense\" cannot be used: expected name=access, as in"
                + " crypto.CryptoService/*=authenticated",
            "there are two access rules for a.B/C, public and authenticated: expected one",
            "there are two access rules for *, public and role:y: expected one",
            "the access rule \"a.B/D=sometimes\": the access \"sometimes\" is unknown: expected"
                + " public, authenticated, role:a|b (any of them) or permission:a&b (all of them)");
  }

  @Test
  void checksNamesInCodeToo() {
    List<String> problems =
        problems(
            () ->
                AccessRules.builder()
                    .method("GetCoin", Access.anyone())
                    .method("crypto.CryptoService/*", Access.anyone())
                    .service("crypto.CryptoService/*", Access.anyone())
                    .service("", Access.anyone())
                    .build());
    assertThat(problems).hasSize(4).allMatch(problem -> problem.contains("expected"));
    assertThat(problems(Access::role)).containsExactly("there is no role: expected one or more");
    assertThat(problems(() -> Access.permission("a", "b|c", ""))).hasSize(2);
    assertThat(problems(() -> Access.when(" ", user -> true))).hasSize(1);
  }

  @Test
  void comparesAccessByWhatItAsksFor() {
    Predicate<Principal> condition = user -> true;
    assertThat(Access.role("a", "b")).isEqualTo(Access.role("b", "a", "b"));
    assertThat(Access.role("a")).isNotEqualTo(Access.permission("a"));
    assertThat(Access.role("a")).isNotEqualTo(Access.role("A"));
    assertThat(Access.when("x", condition)).isEqualTo(Access.when("x", condition));
    assertThat(Access.when("x", condition)).isNotEqualTo(Access.when("x", user -> true));
    assertThat(Access.when("x", condition)).hasToString("when:x");
  }

  @Test
  void theFirstOfTwoSetsWinsNameByName() {
    AccessRules configured = AccessRules.parse(List.of("a.B/C=role:ops", "a.B/*=authenticated"));
    AccessRules inCode =
        AccessRules.parse(
            List.of("a.B/C=public", "a.B/D=permission:d", "a.B/*=public", "*=role:x"));
    assertThat(configured.orElse(inCode).entries())
        .containsExactlyInAnyOrder(
            "a.B/C=role:ops", "a.B/D=permission:d", "a.B/*=authenticated", "*=role:x");
    assertThat(AccessRules.builder().build().orElse(inCode).entries())
        .containsExactlyInAnyOrderElementsOf(inCode.entries());
  }

  private interface Code {
    Object run();
  }

  private static List<String> problems(Code code) {
    ConfigException thrown = catchThrowableOfType(ConfigException.class, code::run);
    return thrown == null ? List.of() : thrown.problems();
  }
}
