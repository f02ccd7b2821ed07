package dev.grapnel.core.security;

import io.grpc.util.CertificateUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;

/** Reads PEM files and says in words what is wrong with them. */
final class PemFiles {

  private static final byte[] PROBE = "grapnel".getBytes(StandardCharsets.US_ASCII);

  /** Bundles of all public authorities have a quarter of this. */
  private static final int MOST_BYTES = 1 << 20;

  private PemFiles() {}

  static String read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(MOST_BYTES + 1);
      if (content.length > MOST_BYTES) {
        throw new TlsException(
            "the TLS file " + file + " is larger than 1 MiB: expected PEM certificates or a key",
            null);
      }
      return new String(content, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      throw new TlsException("the TLS file " + file + " does not exist", e);
    } catch (AccessDeniedException e) {
      throw new TlsException("the TLS file " + file + " cannot be read: permission denied", e);
    } catch (IOException e) {
      throw new TlsException("the TLS file " + file + " cannot be read: " + e.getMessage(), e);
    }
  }

  static List<X509Certificate> certificates(Path file, String content) {
    try (InputStream in = stream(content)) {
      X509Certificate[] certificates = CertificateUtils.getX509Certificates(in);
      if (certificates.length > 0) {
        return List.of(certificates);
      }
    } catch (IOException | GeneralSecurityException e) {
      throw new TlsException(
          "the TLS file " + file + " holds no readable certificate: expected PEM", e);
    }
    throw new TlsException(
        "the TLS file " + file + " holds no certificate: expected PEM with BEGIN CERTIFICATE",
        null);
  }

  static PrivateKey privateKey(Path file, String content) {
    if (!content.contains("-----BEGIN PRIVATE KEY-----")) {
      throw new TlsException(
          "the TLS file "
              + file
              + " holds no PKCS#8 private key: expected PEM with BEGIN PRIVATE KEY;"
              + " convert with: openssl pkcs8 -topk8 -nocrypt -in old.key -out new.key",
          null);
    }
    try (InputStream in = stream(content)) {
      return CertificateUtils.getPrivateKey(in);
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      // The cause is left out on purpose: its text may quote the key.
      throw new TlsException(
          "the TLS file "
              + file
              + " holds a private key that cannot be read: expected an RSA or EC key",
          null);
    }
  }

  /**
   * Signs with the private key and verifies with the certificate: the only proof that they belong
   * together.
   */
  static void requireMatch(
      TlsMaterial.Identity identity, X509Certificate certificate, PrivateKey key) {
    boolean matches;
    try {
      matches = verifies(certificate.getPublicKey(), key);
    } catch (GeneralSecurityException e) {
      matches = false;
    }
    if (!matches) {
      throw new TlsException(
          "the private key "
              + identity.privateKey()
              + " does not belong to the certificate "
              + identity.certificateChain(),
          null);
    }
  }

  private static InputStream stream(String content) {
    return new ByteArrayInputStream(content.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static boolean verifies(PublicKey publicKey, PrivateKey key)
      throws GeneralSecurityException {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> key.getAlgorithm();
        };
    Signature signer = Signature.getInstance(algorithm);
    signer.initSign(key);
    signer.update(PROBE);
    byte[] signature = signer.sign();
    Signature verifier = Signature.getInstance(algorithm);
    verifier.initVerify(publicKey);
    verifier.update(PROBE);
    return verifier.verify(signature);
  }
}
