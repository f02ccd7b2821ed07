package dev.grapnel.samples.crypto.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.SqlLogger;

/**
 * A pool of connections to a migrated database.
 *
 * <p>Here is the one place where failures of the database become {@link StoreException}s: a lost
 * connection becomes {@link StoreException.Unavailable}, and a transaction that met another one is
 * repeated a bounded number of times before it becomes {@link StoreException.Contention}.
 */
public final class Database implements AutoCloseable {

  private static final Duration CONNECTION_TIMEOUT = Duration.ofMillis(2500);
  private static final Duration H2_START_TIMEOUT = Duration.ofSeconds(20);
  private static final Duration PING_TIMEOUT = Duration.ofSeconds(1);
  private static final int ATTEMPTS = 8;

  /** Migrations take two. */
  private static final int MIN_CONNECTIONS = 2;

  private static final Duration FIRST_PAUSE = Duration.ofMillis(5);

  private final HikariDataSource pool;
  private final Jdbi jdbi;

  private Database(HikariDataSource pool) {
    this.pool = pool;
    this.jdbi = Jdbi.create(pool);
  }

  /**
   * Opens a database and brings its tables up to date.
   *
   * @param connections how many at most; at least two, for migrations take a second one
   * @throws StoreException.Unavailable when it cannot be reached or refuses the login
   */
  public static Database open(DatabaseAddress address, int connections) {
    HikariDataSource pool = new HikariDataSource(poolConfig(address, connections));
    try {
      pool.getConnection().close();
      pool.getHikariConfigMXBean().setConnectionTimeout(CONNECTION_TIMEOUT.toMillis());
      Flyway.configure().dataSource(pool).locations("classpath:db/crypto").load().migrate();
      return new Database(pool);
    } catch (SQLException | FlywayException e) {
      pool.close();
      throw new StoreException.Unavailable(
          "cannot open the database at " + address + ": " + firstLine(rootOf(e)), e);
    }
  }

  /** Asks the database for a sign of life. */
  public boolean answers() {
    return read(
        handle ->
            handle
                    .createQuery("SELECT 1")
                    .setQueryTimeout((int) PING_TIMEOUT.toSeconds())
                    .mapTo(Integer.class)
                    .one()
                == 1);
  }

  /** Tells a logger of every statement from now on. */
  public void logStatements(SqlLogger logger) {
    jdbi.setSqlLogger(logger);
  }

  /** Closes all connections. */
  @Override
  public void close() {
    pool.close();
  }

  <T> T read(Function<Handle, T> work) {
    return retrying(() -> jdbi.withHandle(work::apply));
  }

  <T> T inTransaction(Function<Handle, T> work) {
    return retrying(() -> jdbi.inTransaction(work::apply));
  }

  private static HikariConfig poolConfig(DatabaseAddress address, int connections) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("crypto");
    config.setJdbcUrl(address.jdbcUrl());
    address.properties().forEach(config::addDataSourceProperty);
    config.setMaximumPoolSize(connections);
    // The others are opened when they are needed, not while the server starts.
    config.setMinimumIdle(MIN_CONNECTIONS);
    // The first connection to H2 starts H2, which takes a while on a busy machine.
    Duration first = address.isPostgres() ? CONNECTION_TIMEOUT : H2_START_TIMEOUT;
    config.setConnectionTimeout(first.toMillis());
    config.setValidationTimeout(PING_TIMEOUT.toMillis());
    // The pool would log a stack trace of its own; open() says the same in one line.
    config.setInitializationFailTimeout(-1);
    if (address.isPostgres()) {
      // H2's lock time-out is in its URL.
      config.setConnectionInitSql("SET lock_timeout = '5s'");
    }
    return config;
  }

  private static <T> T retrying(Supplier<T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return work.get();
      } catch (JdbiException e) {
        SqlFailure failure = SqlFailure.of(e);
        if (failure == SqlFailure.UNAVAILABLE) {
          throw new StoreException.Unavailable("the database is unavailable, try again later", e);
        }
        if (failure == SqlFailure.OTHER) {
          throw e;
        }
        if (attempt == ATTEMPTS) {
          throw new StoreException.Contention(e);
        }
      }
      pauseAfter(attempt);
    }
  }

  /** Waits longer each time, by chance, so that two that met do not meet again. */
  private static void pauseAfter(int attempt) {
    long longest = FIRST_PAUSE.toNanos() << attempt;
    LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(longest));
  }

  private static String firstLine(Throwable failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
  }

  private static Throwable rootOf(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
