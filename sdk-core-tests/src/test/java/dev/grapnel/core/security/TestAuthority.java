package dev.grapnel.core.security;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate authority that lives for one test: keys are made on the spot, nothing secret is
 * stored.
 */
public final class TestAuthority {

  private static final AtomicLong serial = new AtomicLong(1);

  private final Path folder;
  private final KeyPair keys = newKeys();
  private final X500Name name;
  private final X509Certificate certificate;

  /** Makes an authority that writes its files into a folder. */
  public TestAuthority(Path folder, String commonName) {
    this.folder = folder;
    this.name = new X500Name("CN=" + commonName);
    this.certificate = sign(name, keys, Instant.now().plus(Duration.ofDays(1)), true);
  }

  /** Writes the authority's certificate and returns the file. */
  public Path certificateFile() {
    return write(folder.resolve(fileName(name) + "-ca.pem"), certificate);
  }

  /** Issues a certificate for a name and loopback, valid for a day, and writes it with its key. */
  public TlsMaterial.Identity issue(String commonName) {
    return issue(commonName, Duration.ofDays(1));
  }

  /** Issues a certificate that ends after a time. */
  public TlsMaterial.Identity issue(String commonName, Duration validity) {
    KeyPair pair = newKeys();
    X500Name subject = new X500Name("CN=" + commonName);
    X509Certificate issued = sign(subject, pair, Instant.now().plus(validity), false);
    Path chain = write(folder.resolve(commonName + ".pem"), issued);
    Path key = write(folder.resolve(commonName + ".key"), pair.getPrivate());
    return new TlsMaterial.Identity(chain, key);
  }

  private X509Certificate sign(X500Name subject, KeyPair pair, Instant end, boolean authority) {
    try {
      X509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              name,
              BigInteger.valueOf(serial.getAndIncrement()),
              Date.from(Instant.now().minus(Duration.ofMinutes(5))),
              Date.from(end),
              subject,
              pair.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
      if (!authority) {
        builder.addExtension(Extension.subjectAlternativeName, false, names(subject));
      }
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    } catch (CertIOException | OperatorCreationException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static GeneralNames names(X500Name subject) {
    return new GeneralNames(
        new GeneralName[] {
          new GeneralName(GeneralName.dNSName, fileName(subject)),
          new GeneralName(GeneralName.dNSName, "localhost"),
          new GeneralName(GeneralName.iPAddress, "127.0.0.1")
        });
  }

  private static String fileName(X500Name name) {
    return name.toString().substring("CN=".length());
  }

  private static KeyPair newKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Path write(Path file, Object pemObject) {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(
          pemObject instanceof PrivateKey key ? new JcaPKCS8Generator(key, null) : pemObject);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try {
      return Files.writeString(file, text.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
