package dev.grapnel.server.doctor;

import dev.grapnel.core.security.TlsMaterial;
import dev.grapnel.core.security.TransportSecurity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Whether the certificate is valid now, and for long enough to get the next one. */
record CertificateCheck(TransportSecurity security, InstantSource clock) {

  /** What the codes begin with. */
  static final String CODE = "certificate";

  private static final Duration SOON = Duration.ofDays(14);

  List<Finding> findings() {
    return chain()
        .flatMap(file -> read(file).flatMap(certificate -> finding(file, certificate)))
        .stream()
        .toList();
  }

  private Optional<Path> chain() {
    if (security instanceof TransportSecurity.MutualTls mutual) {
      return chain(mutual.material());
    }
    return security instanceof TransportSecurity.Tls tls
        ? tls.material().flatMap(CertificateCheck::chain)
        : Optional.empty();
  }

  private static Optional<Path> chain(TlsMaterial material) {
    return material.identity().map(TlsMaterial.Identity::certificateChain);
  }

  /** The first one is our own; a file that cannot be read is told by whoever loads it. */
  private static Optional<X509Certificate> read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return Optional.of(
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in));
    } catch (IOException | CertificateException e) {
      return Optional.empty();
    }
  }

  private Optional<Finding> finding(Path file, X509Certificate certificate) {
    Instant now = clock.instant();
    Instant begin = certificate.getNotBefore().toInstant();
    Instant end = certificate.getNotAfter().toInstant();
    String name = "the certificate " + file;
    if (now.isAfter(end)) {
      return finding(Severity.ERROR, "-expired", name + " was valid until " + end);
    }
    if (now.isBefore(begin)) {
      return finding(Severity.ERROR, "-early", name + " is not valid before " + begin);
    }
    long days = Duration.between(now, end).toDays();
    return days < SOON.toDays()
        ? finding(
            Severity.WARNING,
            "-expiring",
            name + " is valid until " + end + ", " + days + " days from now")
        : Optional.empty();
  }

  private static Optional<Finding> finding(Severity severity, String code, String what) {
    return Optional.of(
        new Finding(
            severity,
            CODE + code,
            what,
            "clients refuse to connect while it is not valid",
            "put a new certificate and key in place of the old files (no restart is needed), or"
                + " see why renewal does not work; if the dates look right, look at this clock"));
  }
}
