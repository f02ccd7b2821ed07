package dev.grapnel.samples.hub.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.protogen.modelservice.ListQuery;
import dev.grapnel.protogen.modelservice.Page;
import dev.grapnel.samples.hub.store.Database;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The repository on a real PostgreSQL. */
class PostgresBooksIT {

  @Test
  void readsTheBooks() throws Exception {
    try (EmbeddedPostgres postgres =
            EmbeddedPostgres.builder().setPGStartupWait(Duration.ofMinutes(1)).start();
        Database database =
            Database.open(Map.of("JDBC_URL", postgres.getJdbcUrl("postgres", "postgres")), 2)) {
      BookRepository books = new BookRepository(database);
      ListQuery poetry = new ListQuery(1, "", 0, Map.of("genre", Genre.POETRY), List.of());

      Page<Book> first = books.list(poetry);

      assertThat(first.items()).extracting(Book::title).containsExactly("Leaves of Grass");
      assertThat(first.hasNext()).isTrue();
      assertThat(books.count(poetry)).hasValue(2);
      assertThat(books.count(new ListQuery(1, "", 0, Map.of(), List.of()))).hasValue(5);
      assertThat(books.find(5L).orElseThrow().publishedOn()).isNull();
      assertThat(books.find(6L)).isEmpty();
    }
  }
}
