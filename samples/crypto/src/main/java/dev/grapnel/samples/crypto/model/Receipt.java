package dev.grapnel.samples.crypto.model;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * A movement that was made.
 *
 * @param from the giver's wallet as the movement left it; empty for a deposit
 * @param to the receiver's wallet as the movement left it; empty for a withdrawal
 */
public record Receipt(
    String transactionId,
    Movement.Kind kind,
    String symbol,
    BigDecimal amount,
    Optional<Wallet> from,
    Optional<Wallet> to) {

  /** Whether this is the receipt of exactly that movement. */
  public boolean proves(Movement movement) {
    return kind == movement.kind()
        && symbol.equals(movement.coin().symbol())
        && amount.compareTo(movement.amount()) == 0
        && from.map(Wallet::userId).equals(movement.fromUserId())
        && to.map(Wallet::userId).equals(movement.toUserId());
  }
}
