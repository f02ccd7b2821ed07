package dev.grapnel.samples.crypto.store;

import java.sql.SQLException;
import java.util.Set;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.JdbiException;

/** What a failure of the database means for the one who asked. */
enum SqlFailure {
  /** No connection, or one that broke. */
  UNAVAILABLE,
  /** Another transaction was in the way; doing it again can succeed. */
  CONTENTION,
  /** A mistake of ours. */
  OTHER;

  /**
   * PostgreSQL stops or starts (57P0x), took longer than the query's time-out (57014), has no slot
   * left (53300); H2 was closed (the rest).
   */
  private static final Set<String> UNAVAILABLE_STATES =
      Set.of("57P01", "57P02", "57P03", "57014", "53300", "90098", "90067", "90121");

  /**
   * Serialization, deadlock, lock time-out (PostgreSQL, H2), H2's concurrent update; and the unique
   * violation by which of two equal transaction ids the later one learns of the earlier.
   */
  private static final Set<String> CONTENTION_STATES =
      Set.of("40001", "40P01", "55P03", "HYT00", "90131", "23505");

  static SqlFailure of(JdbiException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConnectionException) {
        return UNAVAILABLE;
      }
      if (cause instanceof SQLException sql) {
        SqlFailure found = of(sql);
        if (found != OTHER) {
          return found;
        }
      }
    }
    return OTHER;
  }

  private static SqlFailure of(SQLException failure) {
    String state = failure.getSQLState() == null ? "" : failure.getSQLState();
    if (state.startsWith("08") || UNAVAILABLE_STATES.contains(state)) {
      return UNAVAILABLE;
    }
    return CONTENTION_STATES.contains(state) ? CONTENTION : OTHER;
  }
}
