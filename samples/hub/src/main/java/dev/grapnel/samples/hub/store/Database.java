package dev.grapnel.samples.hub.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * A pool of connections to a migrated database.
 *
 * <p>The crypto sample shows what a service for money adds: retries, time-outs, failures that
 * become statuses.
 */
public final class Database implements AutoCloseable {

  private final HikariDataSource pool;
  private final Jdbi jdbi;

  private Database(HikariDataSource pool) {
    this.pool = pool;
    this.jdbi = Jdbi.create(pool);
  }

  /**
   * Opens the database of {@code JDBC_URL}, a JDBC URL of PostgreSQL with user and password, or a
   * fresh one in memory if it is not set; and brings its tables up to date.
   *
   * @param connections how many at most; at least two, for migrations take a second one
   */
  public static Database open(Map<String, String> environment, int connections) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("hub");
    config.setJdbcUrl(environment.getOrDefault("JDBC_URL", inMemory()));
    config.setMaximumPoolSize(connections);
    HikariDataSource pool = new HikariDataSource(config);
    try {
      Flyway.configure().dataSource(pool).locations("classpath:db/hub").load().migrate();
      return new Database(pool);
    } catch (RuntimeException e) {
      pool.close();
      throw e;
    }
  }

  private static String inMemory() {
    return "jdbc:h2:mem:hub-"
        + UUID.randomUUID()
        + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DB_CLOSE_DELAY=-1";
  }

  /** Asks the database for a sign of life. */
  public boolean answers() {
    return read(handle -> handle.createQuery("SELECT 1").mapTo(Integer.class).one() == 1);
  }

  /** Reads on a connection of the pool. */
  public <T> T read(Function<Handle, T> work) {
    return jdbi.withHandle(work::apply);
  }

  /** Closes all connections. */
  @Override
  public void close() {
    pool.close();
  }
}
