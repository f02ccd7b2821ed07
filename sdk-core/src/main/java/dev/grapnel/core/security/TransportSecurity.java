package dev.grapnel.core.security;

import java.util.Optional;

/**
 * How a connection is protected: not at all, by TLS, or by TLS in which both sides show a
 * certificate.
 */
public sealed interface TransportSecurity {

  /** No encryption; for loopback, tests and networks that encrypt by themselves. */
  record Plaintext() implements TransportSecurity {}

  /**
   * TLS in which the server shows a certificate.
   *
   * @param material its files; empty for a client that trusts the authorities of the JDK
   */
  record Tls(Optional<TlsMaterial> material) implements TransportSecurity {}

  /**
   * TLS in which both sides show a certificate, and a peer without one is refused.
   *
   * @param material the files: an identity and the authorities that peers must be signed by
   */
  record MutualTls(TlsMaterial material) implements TransportSecurity {}

  /**
   * Returns no protection.
   *
   * @return plaintext
   */
  static TransportSecurity plaintext() {
    return new Plaintext();
  }

  /**
   * Returns TLS for a client that trusts the authorities of the JDK. A server needs {@link
   * #tls(TlsMaterial)}.
   *
   * @return TLS without files
   */
  static TransportSecurity tls() {
    return new Tls(Optional.empty());
  }

  /**
   * Returns TLS with files: a server's identity, or the authorities that a client trusts.
   *
   * @param material the files
   * @return TLS
   */
  static TransportSecurity tls(TlsMaterial material) {
    return new Tls(Optional.of(material));
  }

  /**
   * Returns TLS in which both sides show a certificate.
   *
   * @param material an identity and the authorities that peers must be signed by
   * @return mutual TLS
   */
  static TransportSecurity mutualTls(TlsMaterial material) {
    return new MutualTls(material);
  }

  /**
   * Returns the name that banners and messages use.
   *
   * @return {@code plaintext}, {@code TLS} or {@code mutual TLS}
   */
  default String description() {
    if (this instanceof Plaintext) {
      return "plaintext";
    }
    return this instanceof Tls ? "TLS" : "mutual TLS";
  }
}
