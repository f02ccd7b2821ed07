package dev.grapnel.samples.crypto.store;

import dev.grapnel.samples.crypto.model.Position;
import dev.grapnel.samples.crypto.model.Wallet;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** The wallets as they are; {@link Ledger} changes them. */
public final class WalletRepository {

  /** Joined, so that no wallet costs a second statement for its coin. */
  private static final String SELECT =
      """
      SELECT w.id, w.user_id, c.symbol, c.name AS coin_name, w.balance, w.created_at, w.updated_at,
             c.current_price_usd, c.price_24h_ago_usd
      FROM wallets w
      JOIN coins c ON c.id = w.coin_id
      """;

  private static final RowMapper<Wallet> WALLET = ConstructorMapper.of(Wallet.class);

  private static final RowMapper<Position> POSITION =
      (row, context) ->
          new Position(
              WALLET.map(row, context),
              row.getBigDecimal("current_price_usd"),
              row.getBigDecimal("price_24h_ago_usd"));

  private final Database database;

  /** Reads one database. */
  public WalletRepository(Database database) {
    this.database = database;
  }

  /** Finds what a user holds of a coin, by its symbol in capitals. */
  public Optional<Wallet> find(long userId, String symbol) {
    return database.read(
        handle ->
            handle
                .createQuery(SELECT + "WHERE w.user_id = :userId AND c.symbol = :symbol")
                .bind("userId", userId)
                .bind("symbol", symbol)
                .map(WALLET)
                .findOne());
  }

  /** All wallets of a user, by symbol. */
  public List<Wallet> list(long userId) {
    return all(userId, WALLET);
  }

  /** All wallets of a user with the prices of their coins, by symbol. */
  public List<Position> positions(long userId) {
    return all(userId, POSITION);
  }

  private <T> List<T> all(long userId, RowMapper<T> mapper) {
    return database.read(
        handle ->
            handle
                .createQuery(SELECT + "WHERE w.user_id = :userId ORDER BY c.symbol")
                .bind("userId", userId)
                .map(mapper)
                .list());
  }
}
