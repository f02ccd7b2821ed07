package dev.grapnel.core.security;

import dev.grapnel.core.lifecycle.Vital;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Key and trust managers whose content follows their files.
 *
 * <p>grpc-java's managers can watch files themselves, but never more often than once a minute and
 * only when both files changed; so we watch and hand them what we read. Handshakes under way finish
 * on the old material. The managers are experimental API of grpc-java; no other package uses them.
 */
final class ReloadingTls {

  private static final Logger logger = LoggerFactory.getLogger("grpc.tls");

  private final TlsFiles files;
  private final Clock clock;
  private final @Nullable AdvancedTlsX509KeyManager keyManager;
  private final @Nullable AdvancedTlsX509TrustManager trustManager;
  private final ExpiryReminder reminder = new ExpiryReminder();
  private final AtomicLong reloads = new AtomicLong();
  private final AtomicLong refusals = new AtomicLong();
  private volatile Optional<TlsFiles.Own> own = Optional.empty();
  private TlsFiles.State inUse;
  private TlsFiles.State last;
  private @Nullable String reported;

  ReloadingTls(TlsMaterial material) {
    this(material, Clock.systemUTC());
  }

  /**
   * Reads the files for the first time. A certificate that is not valid now is taken: who starts is
   * warned by {@link #remind()}, and there is no older one to keep.
   *
   * @throws TlsException if a file cannot be used
   */
  ReloadingTls(TlsMaterial material, Clock clock) {
    this.files = new TlsFiles(material);
    this.clock = clock;
    this.keyManager = material.identity().isPresent() ? new AdvancedTlsX509KeyManager() : null;
    this.trustManager = material.trustedCertificates().isPresent() ? newTrustManager() : null;
    this.inUse = files.look();
    this.last = inUse;
    apply(files.load(inUse));
  }

  Optional<AdvancedTlsX509KeyManager> keyManager() {
    return Optional.ofNullable(keyManager);
  }

  Optional<AdvancedTlsX509TrustManager> trustManager() {
    return Optional.ofNullable(trustManager);
  }

  /** When our own chain ends. */
  Optional<Instant> expiry() {
    return own.map(TlsFiles.Own::end);
  }

  List<Vital> serverVitals() {
    String reloaded = "grpc.server.certificate.reloads";
    String help = "Changes of the TLS files that were taken over or refused";
    return List.of(
        Vital.gauge(
                "grpc.server.certificate.expiry",
                "Time until the certificate chain in use ends, negative when it has ended",
                this::secondsLeft)
            .in("s"),
        Vital.counter(reloaded, help, reloads::doubleValue).label("result", "accepted"),
        Vital.counter(reloaded, help, refusals::doubleValue).label("result", "refused"));
  }

  private double secondsLeft() {
    return expiry()
        .map(end -> Duration.between(clock.instant(), end).toMillis() / 1_000.0)
        .orElse(Double.NaN);
  }

  /**
   * Acts on what stands there for the second time in a row: one look may see a half-written file,
   * or a new key beside the old certificate.
   */
  synchronized void look() {
    TlsFiles.State now = files.look();
    if (now.equals(last)) {
      takeOver(now);
    }
    last = now;
    remind();
  }

  /** Acts on what stands there now. */
  synchronized void reload() {
    last = files.look();
    takeOver(last);
  }

  /** Warns of a certificate that ends soon, has ended or has not begun; at most once a day. */
  synchronized void remind() {
    own.ifPresent(shown -> reminder.remind(shown, clock.instant()));
  }

  private void takeOver(TlsFiles.State found) {
    if (found.equals(inUse)) {
      if (reported != null) {
        logger.info("TLS files are again those in use: {}", files);
        reported = null;
      }
      return;
    }
    try {
      TlsFiles.Loaded loaded = files.load(found);
      loaded.own().ifPresent(next -> next.requireValidAt(clock.instant()));
      apply(loaded);
      inUse = found;
      reported = null;
      reloads.incrementAndGet();
      logger.info("TLS files were reloaded: {}", CertificateText.of(loaded));
    } catch (RuntimeException e) {
      // Tried again at each look, since a certificate may begin to be valid, but told once.
      String problem = String.valueOf(e.getMessage());
      if (!problem.equals(reported)) {
        reported = problem;
        refusals.incrementAndGet();
        logger.warn("TLS files changed but cannot be used, the old ones stay in use: {}", problem);
      }
    }
  }

  /** Trust first: it may be refused, and then nothing has changed. */
  private void apply(TlsFiles.Loaded loaded) {
    if (trustManager != null) {
      try {
        trustManager.updateTrustCredentials(array(loaded.trusted()));
      } catch (IOException | GeneralSecurityException e) {
        throw new TlsException("the trusted certificates of " + files + " cannot be used", e);
      }
    }
    if (keyManager != null) {
      TlsFiles.Own next = loaded.own().orElseThrow();
      keyManager.updateIdentityCredentials(array(next.chain()), next.key());
    }
    own = loaded.own();
  }

  private static X509Certificate[] array(List<X509Certificate> certificates) {
    return certificates.toArray(new X509Certificate[0]);
  }

  private static AdvancedTlsX509TrustManager newTrustManager() {
    try {
      return AdvancedTlsX509TrustManager.newBuilder().build();
    } catch (GeneralSecurityException e) {
      throw new TlsException("the JDK offers no certificate verification", e);
    }
  }
}
