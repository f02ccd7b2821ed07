package dev.grapnel.testing.security;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** The key of an authority and what it signs; the one class that knows BouncyCastle. */
final class CertificateSigner {

  /** A certificate and its key, as PEM. */
  record Issued(String certificatePem, String privateKeyPem) {}

  /** Peers refuse two certificates of one authority with the same number. */
  private static final AtomicLong SERIAL = new AtomicLong(1);

  private final X500Name name;
  private final KeyPair keys = TestKeys.ec();
  private final X509Certificate certificate;

  private CertificateSigner(String commonName, Instant begin, Instant end) {
    this.name = name(commonName);
    this.certificate = signOwn(begin, end);
  }

  static CertificateSigner create(String commonName, Instant begin, Instant end) {
    return new CertificateSigner(commonName, begin, end);
  }

  String certificatePem() {
    return pem(certificate);
  }

  Issued issue(String commonName, Instant begin, Instant end) {
    KeyPair pair = TestKeys.ec();
    try {
      X509v3CertificateBuilder builder = begin(name(commonName), pair, begin, end);
      builder
          .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
          .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
          .addExtension(Extension.extendedKeyUsage, false, bothSides())
          .addExtension(Extension.subjectAlternativeName, false, names(commonName));
      return new Issued(pem(sign(builder)), pem(pair.getPrivate()));
    } catch (CertIOException | OperatorCreationException | GeneralSecurityException e) {
      throw new IllegalStateException("cannot issue a certificate for " + commonName, e);
    }
  }

  private X509Certificate signOwn(Instant begin, Instant end) {
    try {
      X509v3CertificateBuilder builder = begin(name, keys, begin, end);
      builder
          .addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
          .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
      return sign(builder);
    } catch (CertIOException | OperatorCreationException | GeneralSecurityException e) {
      throw new IllegalStateException("cannot create the authority " + name, e);
    }
  }

  /** With the ids of both keys, which strict peers ask for. */
  private X509v3CertificateBuilder begin(X500Name subject, KeyPair pair, Instant begin, Instant end)
      throws CertIOException, GeneralSecurityException {
    JcaX509ExtensionUtils ids = new JcaX509ExtensionUtils();
    return new JcaX509v3CertificateBuilder(
            name,
            BigInteger.valueOf(SERIAL.getAndIncrement()),
            Date.from(begin),
            Date.from(end),
            subject,
            pair.getPublic())
        .addExtension(
            Extension.subjectKeyIdentifier, false, ids.createSubjectKeyIdentifier(pair.getPublic()))
        .addExtension(
            Extension.authorityKeyIdentifier,
            false,
            ids.createAuthorityKeyIdentifier(keys.getPublic()));
  }

  private X509Certificate sign(X509v3CertificateBuilder builder)
      throws OperatorCreationException, GeneralSecurityException {
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
  }

  private static X500Name name(String commonName) {
    return new X500Name("CN=" + commonName);
  }

  private static ExtendedKeyUsage bothSides() {
    return new ExtendedKeyUsage(
        new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth});
  }

  private static GeneralNames names(String commonName) {
    return new GeneralNames(
        new GeneralName[] {
          new GeneralName(GeneralName.dNSName, commonName),
          new GeneralName(GeneralName.dNSName, "localhost"),
          new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
          new GeneralName(GeneralName.iPAddress, "::1")
        });
  }

  private static String pem(Object certificateOrKey) {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(
          certificateOrKey instanceof PrivateKey key
              ? new JcaPKCS8Generator(key, null)
              : certificateOrKey);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
