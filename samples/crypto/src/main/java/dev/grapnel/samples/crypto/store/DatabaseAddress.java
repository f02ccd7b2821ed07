package dev.grapnel.samples.crypto.store;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the database is and how to log in there.
 *
 * <p>The JDBC URL holds no credentials, and {@link #toString} shows no more than it.
 *
 * @param properties what the JDBC driver is told besides, including user and password
 */
public record DatabaseAddress(String jdbcUrl, Map<String, String> properties) {

  /** The environment variable that names a PostgreSQL database. */
  public static final String VARIABLE = "DATABASE_URL";

  private static final String EXPECTED =
      VARIABLE
          + " must have the form postgres://user:password@host:5432/database"
          + " with special characters percent-encoded";

  private static final Pattern URL =
      Pattern.compile(
          "postgres(?:ql)?://"
              + "(?:(?<user>[^:@/?#]+)(?::(?<password>[^@/?#]*))?@)?"
              + "(?<host>[\\w.-]+|\\[[0-9a-fA-F:.]+])(?::(?<port>[0-9]{1,5}))?"
              + "/(?<database>[^/?#]+)"
              + "(?:\\?(?<query>[^#]*))?");

  /** Without time-outs a call would wait as long as TCP does for a database that vanished. */
  private static final Map<String, String> POSTGRES_DEFAULTS =
      Map.of("connectTimeout", "2", "socketTimeout", "30", "ApplicationName", "crypto");

  /** Copies the properties. */
  public DatabaseAddress {
    properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
  }

  /** The database that {@code DATABASE_URL} names, or a fresh one in memory when it is not set. */
  public static DatabaseAddress from(Map<String, String> environment) {
    String url = environment.getOrDefault(VARIABLE, "").strip();
    return url.isEmpty() ? inMemory() : parse(url);
  }

  /** A fresh H2 database that speaks PostgreSQL's SQL and lives as long as this process. */
  public static DatabaseAddress inMemory() {
    return new DatabaseAddress(
        "jdbc:h2:mem:crypto-"
            + UUID.randomUUID()
            + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH"
            + ";LOCK_TIMEOUT=5000;DB_CLOSE_DELAY=-1",
        Map.of());
  }

  /**
   * Reads a URL such as {@code postgres://user:password@host:5432/database?sslmode=require}.
   *
   * @throws StoreException.InvalidAddress with a message that never holds the password
   */
  public static DatabaseAddress parse(String url) {
    Matcher parts = URL.matcher(url);
    if (!parts.matches()) {
      throw new StoreException.InvalidAddress(EXPECTED);
    }
    Map<String, String> properties = new LinkedHashMap<>(POSTGRES_DEFAULTS);
    putIfPresent(properties, "user", parts.group("user"));
    putIfPresent(properties, "password", parts.group("password"));
    putQuery(properties, parts.group("query"));
    String jdbcUrl =
        "jdbc:postgresql://%s:%d/%s"
            .formatted(parts.group("host"), port(parts.group("port")), parts.group("database"));
    return new DatabaseAddress(jdbcUrl, properties);
  }

  /** Whether this is PostgreSQL rather than the H2 in memory. */
  boolean isPostgres() {
    return jdbcUrl.startsWith("jdbc:postgresql:");
  }

  @Override
  public String toString() {
    return isPostgres() ? jdbcUrl.substring("jdbc:postgresql://".length()) : "H2 in memory";
  }

  private static int port(@Nullable String text) {
    int port = text == null ? 5432 : Integer.parseInt(text);
    if (port < 1 || port > 65535) {
      throw new StoreException.InvalidAddress(EXPECTED);
    }
    return port;
  }

  private static void putQuery(Map<String, String> properties, @Nullable String query) {
    if (query == null || query.isEmpty()) {
      return;
    }
    for (String parameter : query.split("&", -1)) {
      int equals = parameter.indexOf('=');
      if (equals < 1) {
        throw new StoreException.InvalidAddress(EXPECTED);
      }
      putIfPresent(
          properties, decode(parameter.substring(0, equals)), parameter.substring(equals + 1));
    }
  }

  private static void putIfPresent(
      Map<String, String> properties, String name, @Nullable String encoded) {
    if (encoded != null) {
      properties.put(name, decode(encoded));
    }
  }

  private static String decode(String encoded) {
    try {
      // In a URL's user, password and query a plus is a plus; only HTML forms make it a space.
      return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // Not as the cause: its message may hold a part of the password.
      throw new StoreException.InvalidAddress(EXPECTED);
    }
  }
}
