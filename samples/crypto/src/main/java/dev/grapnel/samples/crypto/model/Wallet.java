package dev.grapnel.samples.crypto.model;

import java.math.BigDecimal;
import java.time.Instant;

/** What one user holds of one coin. */
public record Wallet(
    long id,
    long userId,
    String symbol,
    String coinName,
    BigDecimal balance,
    Instant createdAt,
    Instant updatedAt) {}
