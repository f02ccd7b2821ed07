package dev.grapnel.samples.crypto.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseAddressTest {

  @Test
  void convertsAPostgresUrl() {
    DatabaseAddress address =
        DatabaseAddress.parse("postgres://user:secret@db.example:6543/market?sslmode=require");

    assertThat(address.jdbcUrl()).isEqualTo("jdbc:postgresql://db.example:6543/market");
    assertThat(address.properties())
        .containsEntry("user", "user")
        .containsEntry("password", "secret")
        .containsEntry("sslmode", "require");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://u@localhost/db",
        "postgres://localhost/db",
        "postgres://my_db/db",
        "postgres://u:p@[::1]:5432/db",
        "postgres://u:@localhost/db"
      })
  void acceptsTheUsualForms(String url) {
    assertThat(DatabaseAddress.parse(url).jdbcUrl())
        .startsWith("jdbc:postgresql://")
        .endsWith(":5432/db");
  }

  @Test
  void decodesUserAndPassword() {
    DatabaseAddress address = DatabaseAddress.parse("postgres://a%40b:p%2Fw%3A+%25@localhost/db");

    assertThat(address.properties())
        .containsEntry("user", "a@b")
        .containsEntry("password", "p/w:+%");
  }

  @Test
  void letsTheUrlOverrideTheTimeouts() {
    assertThat(DatabaseAddress.parse("postgres://localhost/db").properties())
        .containsEntry("connectTimeout", "2");
    assertThat(DatabaseAddress.parse("postgres://localhost/db?connectTimeout=9").properties())
        .containsEntry("connectTimeout", "9");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "secret",
        "mysql://u:secret@localhost/db",
        "jdbc:postgresql://localhost/db?password=secret",
        "postgres://u:secret@localhost",
        "postgres://u:secret@localhost/",
        "postgres://u:secret@localhost:port/db",
        "postgres://u:secret@localhost:0/db",
        "postgres://u:secret@localhost:70000/db",
        "postgres://u:secret%zz@localhost/db",
        "postgres://u:se/cret@localhost/db",
        "postgres://u:secret@localhost/db?nothing",
        "postgres://u:secret@/db"
      })
  void refusesEverythingElseWithoutRepeatingIt(String url) {
    assertThatThrownBy(() -> DatabaseAddress.parse(url))
        .isInstanceOf(StoreException.InvalidAddress.class)
        .hasNoCause()
        .hasMessageStartingWith("DATABASE_URL must have the form postgres://user:password@host")
        .hasMessageNotContaining("secret");
  }

  @Test
  void neverShowsThePassword() {
    assertThat(DatabaseAddress.parse("postgres://u:secret@localhost/db?password=secret"))
        .hasToString("localhost:5432/db");
  }

  @Test
  void usesMemoryWithoutAVariable() {
    assertThat(DatabaseAddress.from(Map.of())).hasToString("H2 in memory");
    assertThat(DatabaseAddress.from(Map.of("DATABASE_URL", " "))).hasToString("H2 in memory");
    assertThat(DatabaseAddress.from(Map.of("DATABASE_URL", "postgres://localhost/db")))
        .hasToString("localhost:5432/db");
  }
}
