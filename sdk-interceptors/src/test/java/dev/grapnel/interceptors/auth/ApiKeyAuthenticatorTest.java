package dev.grapnel.interceptors.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.throwable;

import dev.grapnel.core.config.ConfigException;
import dev.grapnel.core.security.Principal;
import dev.grapnel.interceptors.auth.Authentication.Authenticated;
import dev.grapnel.interceptors.auth.Authentication.Refused;
import io.grpc.Attributes;
import io.grpc.Metadata;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyAuthenticatorTest {

  private static final String KEY = "0123456789abcdefghij";

  /** {@code printf %s 0123456789abcdefghij | sha256sum}. */
  private static final String HASH =
      "6bc14bdc4517a7a682c6910de2e2946eb8e1ecd04090728fef6d092a7ceb62c5";

  private static final Principal ANA = Principal.builder("ana").addRole("reader").build();
  private static final Principal BEN = Principal.builder("ben").build();

  private final ApiKeyAuthenticator authenticator =
      ApiKeyAuthenticator.builder().addKey(KEY, ANA).addKey("another-key-of-ben-0000", BEN).build();

  @Test
  void knowsWhoHasAKey() {
    assertThat(show(KEY)).isEqualTo(new Authenticated(ANA));
    assertThat(show("another-key-of-ben-0000")).isEqualTo(new Authenticated(BEN));
  }

  @Test
  void knowsAKeyByItsHash() {
    for (String hash : new String[] {HASH, HASH.toUpperCase(Locale.ROOT)}) {
      var byHash = ApiKeyAuthenticator.builder().addKeyHash(hash, ANA).build();

      assertThat(byHash.authenticate(headers("x-api-key", KEY), Attributes.EMPTY))
          .isEqualTo(new Authenticated(ANA));
      assertThat(byHash.authenticate(headers("x-api-key", HASH), Attributes.EMPTY))
          .isInstanceOf(Refused.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "0123456789abcdefghi",
        "0123456789abcdefghijk",
        "0123456789ABCDEFGHIJ",
        " 0123456789abcdefghij",
        "0123456789abcdefghij,0123456789abcdefghij"
      })
  void refusesOtherKeys(String key) {
    assertThat(show(key)).isInstanceOf(Refused.class);
  }

  @Test
  void refusesEndlessKeys() {
    assertThat(show("k".repeat(100_000))).isInstanceOf(Refused.class);
  }

  @Property(tries = 300)
  void refusesWhateverElseIsSent(@ForAll String key) {
    assertThat(show(key + "!")).isInstanceOf(Refused.class);
  }

  @Test
  void leavesCallsWithoutKeyToOthers() {
    assertThat(authenticator.authenticate(new Metadata(), Attributes.EMPTY))
        .isSameAs(Authentication.absent());
    assertThat(authenticator.authenticate(headers("x-other", KEY), Attributes.EMPTY))
        .isSameAs(Authentication.absent());
  }

  @Test
  void refusesTwoKeys() {
    assertThat(authenticator.authenticate(headers("x-api-key", KEY, KEY), Attributes.EMPTY))
        .isInstanceOf(Refused.class);
  }

  @Test
  void takesAnotherHeader() {
    var other = ApiKeyAuthenticator.builder().header("X-Key").addKey(KEY, ANA).build();

    assertThat(other.authenticate(headers("x-key", KEY), Attributes.EMPTY))
        .isEqualTo(new Authenticated(ANA));
    assertThat(other.authenticate(headers("x-api-key", KEY), Attributes.EMPTY))
        .isSameAs(Authentication.absent());
  }

  @Test
  void tellsAllProblemsAtOnceAndShowsNoKey() {
    var builder =
        ApiKeyAuthenticator.builder()
            .header("x-key-bin")
            .addKey("short", ANA)
            .addKey("with space 0123456789", ANA)
            .addKey("k".repeat(513), ANA)
            .addKeyHash("abc", ANA)
            .addKeyHash("z".repeat(64), ANA)
            .addKey(KEY, ANA)
            .addKeyHash(HASH, BEN);

    assertThatThrownBy(builder::build)
        .asInstanceOf(throwable(ConfigException.class))
        .satisfies(thrown -> assertThat(thrown.problems()).hasSize(7))
        .hasMessageContaining("'ana' and 'ben' have the same API key")
        .hasMessageContaining("'x-key-bin'")
        .hasMessageNotContaining("short")
        .hasMessageNotContaining(KEY)
        .hasMessageNotContaining(HASH);
  }

  @Test
  void needsAKey() {
    assertThatThrownBy(() -> ApiKeyAuthenticator.builder().build())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("addKey(…)");
  }

  private Authentication show(String key) {
    return authenticator.authenticate(headers("x-api-key", key), Attributes.EMPTY);
  }

  private static Metadata headers(String name, String... values) {
    Metadata headers = new Metadata();
    for (String value : values) {
      headers.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value);
    }
    return headers;
  }
}
