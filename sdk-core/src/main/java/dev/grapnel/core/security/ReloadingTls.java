package dev.grapnel.core.security;

import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Key and trust managers whose content follows their files.
 *
 * <p>grpc-java's managers can watch files themselves, but never more often than once a minute and
 * only when both files changed; so we watch and hand them what we read. Handshakes under way finish
 * on the old material. The managers are experimental API of grpc-java; no other class uses them.
 */
final class ReloadingTls {

  private static final Logger logger = LoggerFactory.getLogger("grpc.tls");

  /**
   * What the files held, to the letter: modification times lie (Kubernetes swaps symbolic links).
   */
  private record Content(String certificateChain, String privateKey, String trusted) {}

  private final TlsMaterial material;
  private final @Nullable AdvancedTlsX509KeyManager keyManager;
  private final @Nullable AdvancedTlsX509TrustManager trustManager;
  private @Nullable Content seen;
  private @Nullable String unreadable;
  private volatile Instant expiry = Instant.MAX;

  /**
   * Reads the files for the first time.
   *
   * @throws TlsException if a file cannot be used
   */
  ReloadingTls(TlsMaterial material) {
    this.material = material;
    this.keyManager = material.identity().isPresent() ? new AdvancedTlsX509KeyManager() : null;
    this.trustManager = material.trustedCertificates().isPresent() ? newTrustManager() : null;
    Content content = read();
    apply(content);
    seen = content;
  }

  Optional<AdvancedTlsX509KeyManager> keyManager() {
    return Optional.ofNullable(keyManager);
  }

  Optional<AdvancedTlsX509TrustManager> trustManager() {
    return Optional.ofNullable(trustManager);
  }

  /** When our own certificate ends; {@link Instant#MAX} where we show none. */
  Instant expiry() {
    return expiry;
  }

  /** Takes over changed files; bad ones are reported once and the old ones stay in use. */
  synchronized void reload() {
    try {
      Content content = read();
      unreadable = null;
      if (content.equals(seen)) {
        return;
      }
      // Remembered before it is applied, so that one bad content is told once.
      seen = content;
      apply(content);
      logger.info("TLS files were reloaded: {}", describe());
    } catch (RuntimeException e) {
      // Caught whatever it is: a task that throws is not scheduled again.
      if (!Objects.equals(unreadable, e.getMessage())) {
        logger.warn(
            "TLS files changed but cannot be used, the old ones stay in use: {}", e.getMessage());
      }
      unreadable = e.getMessage();
    }
  }

  private Content read() {
    String chain = material.identity().map(id -> PemFiles.read(id.certificateChain())).orElse("");
    String key = material.identity().map(id -> PemFiles.read(id.privateKey())).orElse("");
    String trusted = material.trustedCertificates().map(PemFiles::read).orElse("");
    return new Content(chain, key, trusted);
  }

  private void apply(Content content) {
    X509Certificate @Nullable [] trusted = null;
    if (trustManager != null) {
      trusted =
          PemFiles.certificates(material.trustedCertificates().orElseThrow(), content.trusted());
    }
    try {
      if (keyManager != null) {
        TlsMaterial.Identity identity = material.identity().orElseThrow();
        X509Certificate[] chain =
            PemFiles.certificates(identity.certificateChain(), content.certificateChain());
        PrivateKey key = PemFiles.privateKey(identity.privateKey(), content.privateKey());
        PemFiles.requireMatch(identity, chain[0], key);
        keyManager.updateIdentityCredentials(chain, key);
        expiry = chain[0].getNotAfter().toInstant();
        warnIfNotValidNow(identity, chain[0]);
      }
      if (trustManager != null && trusted != null) {
        trustManager.updateTrustCredentials(trusted);
      }
    } catch (IOException | GeneralSecurityException e) {
      throw new TlsException("the TLS material cannot be used: " + describe(), e);
    }
  }

  private static void warnIfNotValidNow(
      TlsMaterial.Identity identity, X509Certificate certificate) {
    try {
      certificate.checkValidity();
    } catch (CertificateException notValidNow) {
      logger.warn(
          "the certificate {} is valid from {} to {} only: peers will refuse it",
          identity.certificateChain(),
          certificate.getNotBefore().toInstant(),
          certificate.getNotAfter().toInstant());
    }
  }

  private String describe() {
    StringBuilder text = new StringBuilder();
    material
        .identity()
        .ifPresent(id -> text.append(id.certificateChain()).append(", ").append(id.privateKey()));
    for (Path trusted : material.trustedCertificates().stream().toList()) {
      text.append(text.isEmpty() ? "" : ", ").append(trusted);
    }
    return text.toString();
  }

  private static AdvancedTlsX509TrustManager newTrustManager() {
    try {
      return AdvancedTlsX509TrustManager.newBuilder().build();
    } catch (GeneralSecurityException e) {
      throw new TlsException("the JDK offers no certificate verification", e);
    }
  }
}
