package dev.grapnel.protogen.modelservice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PageTokensTest {

  private static final List<String> QUERY = List.of("List", "ab", "c");

  @Test
  void opensItsOwnTokensOnly() {
    PageTokens tokens = PageTokens.of(new byte[32]);
    String token = tokens.token("17", QUERY);

    assertThat(tokens.cursor(token, QUERY)).hasValue("17");
    assertThat(PageTokens.of(new byte[32]).cursor(token, QUERY)).hasValue("17");
    assertThat(PageTokens.ofThisProcess().cursor(token, QUERY)).isEmpty();
  }

  @Test
  void refusesTokensOfOtherQueriesAndChangedOnes() {
    PageTokens tokens = PageTokens.of(new byte[32]);
    String token = tokens.token("17", QUERY);

    assertThat(tokens.cursor(token, List.of("List", "a", "bc"))).isEmpty();
    assertThat(tokens.cursor(token + "AA", QUERY)).isEmpty();
    assertThat(tokens.cursor("!" + token, QUERY)).isEmpty();
    assertThat(tokens.cursor("AA", QUERY)).isEmpty();
    assertThat(tokens.cursor("A".repeat(10_000), QUERY)).isEmpty();
  }

  @Test
  void refusesShortKeys() {
    assertThatThrownBy(() -> ListOptions.builder().tokenKey(new byte[31]))
        .hasMessage("the key of page tokens has 31 bytes: expected at least 32");
  }
}
