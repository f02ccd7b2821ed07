package dev.grapnel.protogen.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PluralsTest {

  @ParameterizedTest
  @CsvSource({
    "Book, Books",
    "Category, Categories",
    "Day, Days",
    "Box, Boxes",
    "Match, Matches",
    "Dish, Dishes",
    "Address, Addresses",
    "OrderStatus, OrderStatuses",
    "user_group, user_groups",
    "URL, URLs"
  })
  void rulesMakeWhatIsRight(String one, String many) {
    assertThat(Plurals.of(one)).isEqualTo(many);
    assertThat(Plurals.isSure(one)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Person",
        "SalesPerson",
        "Child",
        "News",
        "Settings",
        "Shelf",
        "Knife",
        "Hero",
        "Quiz",
        "Analysis",
        "UserData",
        "Address2"
      })
  void whatRulesDoNotKnowIsAGuess(String one) {
    assertThat(Plurals.isSure(one)).isFalse();
  }
}
