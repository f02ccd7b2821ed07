package dev.grapnel.samples.crypto.store;

import dev.grapnel.samples.crypto.model.Decimals;
import dev.grapnel.samples.crypto.model.Movement;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Everything the store answers that is not a value; the messages are safe to show to a caller. */
public abstract sealed class StoreException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private StoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** The address of the database cannot be read. */
  public static final class InvalidAddress extends StoreException {
    private static final long serialVersionUID = 1L;

    InvalidAddress(String message) {
      super(message, null);
    }
  }

  /** The database cannot be reached; nothing was half-written. */
  public static final class Unavailable extends StoreException {
    private static final long serialVersionUID = 1L;

    Unavailable(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** Others held the same rows for so long that retrying inside was given up. */
  public static final class Contention extends StoreException {
    private static final long serialVersionUID = 1L;

    Contention(Throwable cause) {
      super("too many changes of the same wallets at once, try again", cause);
    }
  }

  /** The giver's balance is smaller than the amount. */
  public static final class Overdraft extends StoreException {
    private static final long serialVersionUID = 1L;

    Overdraft(Movement movement, BigDecimal balance) {
      super(
          "the balance of %s %s is smaller than %s"
              .formatted(
                  Decimals.plain(balance),
                  movement.coin().symbol(),
                  Decimals.plain(movement.amount())),
          null);
    }
  }

  /** The receiver's balance would outgrow what the database can hold. */
  public static final class BalanceLimit extends StoreException {
    private static final long serialVersionUID = 1L;

    BalanceLimit(Movement movement) {
      super(
          "the balance of %s would have more than 20 digits before the point"
              .formatted(movement.coin().symbol()),
          null);
    }
  }

  /** The transaction id belongs to a movement with other parameters. */
  public static final class TransactionIdTaken extends StoreException {
    private static final long serialVersionUID = 1L;

    TransactionIdTaken(Movement movement) {
      super(
          "transaction_id %s was used for another transaction".formatted(movement.transactionId()),
          null);
    }
  }
}
