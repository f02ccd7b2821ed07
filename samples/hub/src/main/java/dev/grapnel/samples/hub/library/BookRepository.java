package dev.grapnel.samples.hub.library;

import dev.grapnel.protogen.modelservice.ListQuery;
import dev.grapnel.protogen.modelservice.ModelRepository;
import dev.grapnel.protogen.modelservice.Page;
import dev.grapnel.samples.hub.store.Database;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** The books in the database. */
public final class BookRepository implements ModelRepository<Book, Long> {

  private static final String SELECT =
      """
      SELECT id, title, author_name, author_born, genre, published_on, price, shelf, created_at
      FROM books
      """;

  /** A filter that was not asked for lets everything through. */
  private static final String MATCHING =
      """
      WHERE (CAST(:title AS VARCHAR) IS NULL OR title = :title)
        AND (CAST(:genre AS VARCHAR) IS NULL OR genre = :genre)
      """;

  private static final RowMapper<Book> BOOK = ConstructorMapper.of(Book.class);

  private final Database database;

  /** Reads the books of one database. */
  public BookRepository(Database database) {
    this.database = database;
  }

  @Override
  public Optional<Book> find(Long id) {
    return database.read(
        handle -> handle.createQuery(SELECT + "WHERE id = :id").bind("id", id).map(BOOK).findOne());
  }

  @Override
  public Page<Book> list(ListQuery query) {
    return database.read(
        handle ->
            Page.of(
                handle
                    .createQuery(SELECT + MATCHING + "ORDER BY id LIMIT :limit OFFSET :offset")
                    .bind("title", query.filters().get("title"))
                    .bind("genre", query.filters().get("genre"))
                    .bind("limit", query.limit())
                    .bind("offset", query.offset())
                    .map(BOOK)
                    .list(),
                query));
  }

  @Override
  public OptionalLong count(ListQuery query) {
    return OptionalLong.of(
        database.read(
            handle ->
                handle
                    .createQuery("SELECT COUNT(*) FROM books " + MATCHING)
                    .bind("title", query.filters().get("title"))
                    .bind("genre", query.filters().get("genre"))
                    .mapTo(Long.class)
                    .one()));
  }
}
