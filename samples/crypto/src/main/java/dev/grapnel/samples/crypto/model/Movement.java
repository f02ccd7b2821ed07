package dev.grapnel.samples.crypto.model;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * An amount of one coin that is to come, to go, or to change hands.
 *
 * @param transactionId makes repeating the same movement harmless
 * @param fromUserId who gives; empty for a deposit
 * @param toUserId who receives; empty for a withdrawal
 */
public record Movement(
    String transactionId,
    Kind kind,
    Coin coin,
    BigDecimal amount,
    Optional<Long> fromUserId,
    Optional<Long> toUserId) {

  /** The three ways to move an amount. */
  public enum Kind {
    /** From outside into a wallet. */
    DEPOSIT,
    /** From a wallet to outside. */
    WITHDRAWAL,
    /** From one wallet to another. */
    TRANSFER
  }

  /** An amount that comes from outside. */
  public static Movement deposit(String transactionId, Coin coin, BigDecimal amount, long userId) {
    return new Movement(
        transactionId, Kind.DEPOSIT, coin, amount, Optional.empty(), Optional.of(userId));
  }

  /** An amount that goes outside. */
  public static Movement withdrawal(
      String transactionId, Coin coin, BigDecimal amount, long userId) {
    return new Movement(
        transactionId, Kind.WITHDRAWAL, coin, amount, Optional.of(userId), Optional.empty());
  }

  /** An amount that changes hands between two different users. */
  public static Movement transfer(
      String transactionId, Coin coin, BigDecimal amount, long fromUserId, long toUserId) {
    if (fromUserId == toUserId) {
      throw new IllegalArgumentException("a transfer needs two different users");
    }
    return new Movement(
        transactionId, Kind.TRANSFER, coin, amount, Optional.of(fromUserId), Optional.of(toUserId));
  }
}
