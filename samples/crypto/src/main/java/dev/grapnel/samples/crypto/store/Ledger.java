package dev.grapnel.samples.crypto.store;

import dev.grapnel.samples.crypto.model.Coin;
import dev.grapnel.samples.crypto.model.Movement;
import dev.grapnel.samples.crypto.model.Receipt;
import dev.grapnel.samples.crypto.store.LockedWallets.Locked;
import java.math.BigDecimal;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Moves amounts into, out of and between wallets: each movement wholly or not at all, and once.
 *
 * <p>A movement locks its wallets, looks whether its transaction id was used, changes the balances
 * and writes down what came of it; the answer is always read from what was written. Of two equal
 * movements at the same time the second waits for the first one's locks and then finds its receipt.
 * Of two different movements with one id the second breaks the id's uniqueness, is rolled back,
 * repeated by {@link Database}, and finds the receipt too.
 */
public final class Ledger {

  /** The first balance that NUMERIC(38,18) cannot hold. */
  private static final BigDecimal BALANCE_LIMIT = BigDecimal.TEN.pow(20);

  private final Database database;

  /** Changes the wallets of one database. */
  public Ledger(Database database) {
    this.database = database;
  }

  /**
   * Makes a movement, or answers the receipt of the first time when it was made before.
   *
   * @throws StoreException.Overdraft when the giver has too little
   * @throws StoreException.BalanceLimit when the receiver has too much
   * @throws StoreException.TransactionIdTaken when the id belongs to another movement
   */
  public Receipt make(Movement movement) {
    return database.inTransaction(handle -> make(handle, movement));
  }

  private static Receipt make(Handle handle, Movement movement) {
    LockedWallets wallets = new LockedWallets(handle, movement);
    Optional<Receipt> earlier = Receipts.find(handle, movement.transactionId());
    if (earlier.isPresent()) {
      return earlier
          .filter(receipt -> receipt.proves(movement))
          .orElseThrow(() -> new StoreException.TransactionIdTaken(movement));
    }
    Optional<Locked> from = movement.fromUserId().map(user -> debited(wallets, movement));
    Optional<Locked> to = wallets.of(movement.toUserId()).map(wallet -> credited(wallet, movement));
    from.ifPresent(wallet -> save(handle, wallet));
    to.ifPresent(wallet -> save(handle, wallet));
    write(handle, movement, from.orElse(null), to.orElse(null));
    return Receipts.find(handle, movement.transactionId()).orElseThrow();
  }

  private static Locked debited(LockedWallets wallets, Movement movement) {
    BigDecimal amount = movement.amount();
    Locked wallet =
        wallets
            .of(movement.fromUserId())
            .orElseThrow(() -> new StoreException.Overdraft(movement, BigDecimal.ZERO));
    if (wallet.balance().compareTo(amount) < 0) {
      throw new StoreException.Overdraft(movement, wallet.balance());
    }
    return new Locked(wallet.id(), wallet.balance().subtract(amount));
  }

  private static Locked credited(Locked wallet, Movement movement) {
    BigDecimal balance = wallet.balance().add(movement.amount());
    if (balance.compareTo(BALANCE_LIMIT) >= 0) {
      throw new StoreException.BalanceLimit(movement);
    }
    return new Locked(wallet.id(), balance);
  }

  private static void save(Handle handle, Locked wallet) {
    handle
        .createUpdate(
            """
            UPDATE wallets SET balance = :balance, updated_at = CURRENT_TIMESTAMP WHERE id = :id
            """)
        .bind("id", wallet.id())
        .bind("balance", wallet.balance())
        .execute();
  }

  private static void write(
      Handle handle, Movement movement, @Nullable Locked from, @Nullable Locked to) {
    Coin coin = movement.coin();
    handle
        .createUpdate(
            """
            INSERT INTO transactions (transaction_id, kind, coin_id, amount, from_wallet_id,
              from_balance_after, to_wallet_id, to_balance_after)
            VALUES (:transactionId, :kind, :coinId, :amount, :fromId, :fromBalance, :toId, :toBalance)
            """)
        .bind("transactionId", movement.transactionId())
        .bind("kind", movement.kind().name())
        .bind("coinId", coin.id())
        .bind("amount", movement.amount())
        .bind("fromId", from == null ? null : from.id())
        .bind("fromBalance", from == null ? null : from.balance())
        .bind("toId", to == null ? null : to.id())
        .bind("toBalance", to == null ? null : to.balance())
        .execute();
  }
}
