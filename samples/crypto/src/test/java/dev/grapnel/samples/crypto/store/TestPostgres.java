package dev.grapnel.samples.crypto.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** A real PostgreSQL, started once for all test classes; each gets a database of its own. */
public final class TestPostgres {

  private static final AtomicInteger DATABASES = new AtomicInteger();

  private TestPostgres() {}

  /** The address of a fresh, empty database. */
  public static DatabaseAddress freshDatabase() {
    return freshDatabaseBehind(Server.POSTGRES.getPort());
  }

  /** The address of a fresh, empty database, reached through another port of this machine. */
  public static DatabaseAddress freshDatabaseBehind(int port) {
    String name = "test_" + DATABASES.incrementAndGet();
    try (Connection connection = Server.POSTGRES.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return DatabaseAddress.parse("postgres://postgres:postgres@localhost:" + port + "/" + name);
  }

  /** The port on which PostgreSQL itself listens. */
  public static int port() {
    return Server.POSTGRES.getPort();
  }

  /** Started when first asked for. */
  private static final class Server {
    static final EmbeddedPostgres POSTGRES = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder()
            .setServerConfig("max_connections", "200")
            .setPGStartupWait(Duration.ofMinutes(1))
            .start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
