package dev.grapnel.core.security;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The PEM files that TLS is made of. They are read when a server or client starts and watched from
 * then on.
 *
 * @param identity our own certificate and key; empty for a client that shows none
 * @param trustedCertificates the authorities that peers must be signed by; empty for those of the
 *     JDK
 * @param reloadInterval how often the files are looked at for changes; default 2 s
 */
public record TlsMaterial(
    Optional<Identity> identity, Optional<Path> trustedCertificates, Duration reloadInterval) {

  /** How often files are looked at unless told otherwise: every 2 seconds. */
  public static final Duration DEFAULT_RELOAD_INTERVAL = Duration.ofSeconds(2);

  /**
   * What we show to peers.
   *
   * @param certificateChain a PEM file: our certificate first, then those that signed it
   * @param privateKey a PEM file with the key of the first certificate, PKCS#8, not encrypted
   */
  public record Identity(Path certificateChain, Path privateKey) {}

  /**
   * Checks the interval.
   *
   * @param identity our own certificate and key
   * @param trustedCertificates the authorities that peers must be signed by
   * @param reloadInterval how often the files are looked at for changes
   * @throws IllegalArgumentException if the interval is zero or negative
   */
  public TlsMaterial {
    if (reloadInterval.isZero() || reloadInterval.isNegative()) {
      throw new IllegalArgumentException(
          "the TLS reload interval is " + reloadInterval + ": expected a time above zero");
    }
  }

  /**
   * Returns material with a certificate and key of our own.
   *
   * @param certificateChain a PEM file: our certificate first, then those that signed it
   * @param privateKey a PEM file with its private key, PKCS#8, not encrypted
   * @return the material; peers are checked against the authorities of the JDK
   */
  public static TlsMaterial identity(Path certificateChain, Path privateKey) {
    Identity identity = new Identity(certificateChain, privateKey);
    return new TlsMaterial(Optional.of(identity), Optional.empty(), DEFAULT_RELOAD_INTERVAL);
  }

  /**
   * Returns material without an identity, for a client that trusts a private authority.
   *
   * @param certificates a PEM file with the authorities that servers must be signed by
   * @return the material
   */
  public static TlsMaterial trust(Path certificates) {
    return new TlsMaterial(Optional.empty(), Optional.of(certificates), DEFAULT_RELOAD_INTERVAL);
  }

  /**
   * Returns this material with the authorities that peers must be signed by.
   *
   * @param certificates a PEM file with one or more certificates
   * @return a copy
   */
  public TlsMaterial trusting(Path certificates) {
    return new TlsMaterial(identity, Optional.of(certificates), reloadInterval);
  }

  /**
   * Returns this material with another reload interval.
   *
   * @param interval how often the files are looked at for changes; above zero
   * @return a copy
   */
  public TlsMaterial reloadingEvery(Duration interval) {
    return new TlsMaterial(identity, trustedCertificates, interval);
  }
}
