package dev.grapnel.samples.crypto.store;

import dev.grapnel.samples.crypto.model.Movement;
import dev.grapnel.samples.crypto.model.Receipt;
import dev.grapnel.samples.crypto.model.Wallet;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Reads what was written about a movement when it was made. */
final class Receipts {

  private Receipts() {}

  static Optional<Receipt> find(Handle handle, String transactionId) {
    return handle
        .createQuery(
            """
            SELECT t.transaction_id, t.kind, t.amount, t.created_at, c.symbol, c.name,
                   f.id AS from_id, f.user_id AS from_user_id, f.created_at AS from_created_at,
                   t.from_balance_after AS from_balance,
                   r.id AS to_id, r.user_id AS to_user_id, r.created_at AS to_created_at,
                   t.to_balance_after AS to_balance
            FROM transactions t
            JOIN coins c ON c.id = t.coin_id
            LEFT JOIN wallets f ON f.id = t.from_wallet_id
            LEFT JOIN wallets r ON r.id = t.to_wallet_id
            WHERE t.transaction_id = :transactionId
            """)
        .bind("transactionId", transactionId)
        .map((row, context) -> receipt(row))
        .findOne();
  }

  private static Receipt receipt(ResultSet row) throws SQLException {
    return new Receipt(
        row.getString("transaction_id"),
        Movement.Kind.valueOf(row.getString("kind")),
        row.getString("symbol"),
        row.getBigDecimal("amount"),
        wallet(row, "from"),
        wallet(row, "to"));
  }

  /** The wallet as it was then: its later balances are of no concern to the receipt. */
  private static Optional<Wallet> wallet(ResultSet row, String side) throws SQLException {
    long id = row.getLong(side + "_id");
    if (row.wasNull()) {
      return Optional.empty();
    }
    return Optional.of(
        new Wallet(
            id,
            row.getLong(side + "_user_id"),
            row.getString("symbol"),
            row.getString("name"),
            row.getBigDecimal(side + "_balance"),
            instant(row, side + "_created_at"),
            instant(row, "created_at")));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getTimestamp(column).toInstant();
  }
}
