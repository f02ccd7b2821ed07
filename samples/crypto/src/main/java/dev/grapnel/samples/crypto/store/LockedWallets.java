package dev.grapnel.samples.crypto.store;

import dev.grapnel.samples.crypto.model.Coin;
import dev.grapnel.samples.crypto.model.Movement;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/**
 * The wallets of a movement, locked until the transaction ends.
 *
 * <p>Two transfers in opposite directions would wait for each other for ever if each locked its own
 * giver first. Here everyone locks the wallet of the lower user id first, so one waits and the
 * other finishes.
 */
final class LockedWallets {

  /** A wallet that nobody else can change before this transaction ends. */
  record Locked(long id, BigDecimal balance) {}

  private static final RowMapper<Locked> LOCKED =
      (row, context) -> new Locked(row.getLong("id"), row.getBigDecimal("balance"));

  private final Map<Long, Locked> byUser = new HashMap<>();

  /** Locks the giver's wallet if there is one, and the receiver's, which is created if need be. */
  LockedWallets(Handle handle, Movement movement) {
    Stream.concat(movement.fromUserId().stream(), movement.toUserId().stream())
        .sorted()
        .forEach(
            user -> lock(handle, movement, user).ifPresent(wallet -> byUser.put(user, wallet)));
  }

  Optional<Locked> of(Optional<Long> user) {
    return user.map(byUser::get);
  }

  private static Optional<Locked> lock(Handle handle, Movement movement, Long user) {
    Optional<Locked> wallet = select(handle, movement.coin(), user);
    boolean receives = movement.toUserId().equals(Optional.of(user));
    if (wallet.isPresent() || !receives) {
      return wallet;
    }
    create(handle, movement.coin(), user);
    return select(handle, movement.coin(), user);
  }

  private static Optional<Locked> select(Handle handle, Coin coin, long user) {
    return handle
        .createQuery(
            """
            SELECT id, balance FROM wallets
            WHERE user_id = :user AND coin_id = :coin
            FOR UPDATE
            """)
        .bind("user", user)
        .bind("coin", coin.id())
        .map(LOCKED)
        .findOne();
  }

  /** Does nothing when another transaction created the same wallet just before. */
  private static void create(Handle handle, Coin coin, long user) {
    handle
        .createUpdate(
            """
            INSERT INTO wallets (user_id, coin_id) VALUES (:user, :coin)
            ON CONFLICT DO NOTHING
            """)
        .bind("user", user)
        .bind("coin", coin.id())
        .execute();
  }
}
