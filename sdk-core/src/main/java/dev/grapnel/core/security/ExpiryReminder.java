package dev.grapnel.core.security;

import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns of a certificate that peers refuse, or soon will: once, and then once a day. */
final class ExpiryReminder {

  private static final Logger logger = LoggerFactory.getLogger("grpc.tls");

  private static final Duration SOON = Duration.ofDays(14);
  private static final Duration DAY = Duration.ofDays(1);

  private Instant silentUntil = Instant.MIN;

  void remind(TlsFiles.Own own, Instant now) {
    Duration left = Duration.between(now, own.end());
    boolean begun = !now.isBefore(own.begin());
    if ((begun && left.compareTo(SOON) >= 0) || now.isBefore(silentUntil)) {
      return;
    }
    silentUntil = now.plus(DAY);
    if (!begun) {
      logger.warn(
          "the certificate chain {} is not valid before {}: peers refuse it",
          own.file(),
          own.begin());
    } else if (left.isNegative()) {
      logger.warn(
          "the certificate chain {} ended at {}: peers refuse it, put a new one in its place",
          own.file(),
          own.end());
    } else {
      logger.warn(
          "the certificate chain {} ends in {}, at {}: put a new one in its place",
          own.file(),
          left.toDays() > 0 ? left.toDays() + " days" : left.toHours() + " hours",
          own.end());
    }
  }
}
