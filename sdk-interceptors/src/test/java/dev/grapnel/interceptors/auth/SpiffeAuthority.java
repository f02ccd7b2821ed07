package dev.grapnel.interceptors.auth;

import dev.grapnel.core.security.TlsMaterial;
import dev.grapnel.core.security.TransportSecurity;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Issues certificates with any names: those of the kit have DNS names only. */
final class SpiffeAuthority {

  private static final X500Name NAME = new X500Name("CN=spiffe-authority");
  private static final AtomicInteger SERIAL = new AtomicInteger(1);

  private final KeyPair keys = RawTokens.ec("secp256r1");
  private final Path folder;

  SpiffeAuthority(Path folder) {
    this.folder = folder;
  }

  static GeneralName uri(String name) {
    return new GeneralName(GeneralName.uniformResourceIdentifier, name);
  }

  static GeneralName dns(String name) {
    return new GeneralName(GeneralName.dNSName, name);
  }

  X509Certificate issue(GeneralName... names) throws Exception {
    return issue(RawTokens.ec("secp256r1"), names);
  }

  TransportSecurity peer(GeneralName... names) throws Exception {
    KeyPair own = RawTokens.ec("secp256r1");
    String file = "peer" + SERIAL.get();
    Path certificate = write(file + ".pem", issue(own, names));
    Path key = write(file + ".key", new JcaPKCS8Generator(own.getPrivate(), null));
    Path authority = write("authority.pem", sign(builder(NAME, keys, true)));
    return TransportSecurity.mutualTls(TlsMaterial.identity(certificate, key).trusting(authority));
  }

  /** The common name is a lie: nobody may believe it. */
  private X509Certificate issue(KeyPair own, GeneralName... names) throws Exception {
    X509v3CertificateBuilder builder = builder(new X500Name("CN=root"), own, false);
    if (names.length > 0) {
      builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
    }
    return sign(builder);
  }

  private static X509v3CertificateBuilder builder(X500Name subject, KeyPair own, boolean authority)
      throws IOException {
    Instant now = Instant.now();
    return new JcaX509v3CertificateBuilder(
            NAME,
            BigInteger.valueOf(SERIAL.getAndIncrement()),
            Date.from(now.minus(Duration.ofMinutes(5))),
            Date.from(now.plus(Duration.ofDays(1))),
            subject,
            own.getPublic())
        .addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
  }

  private X509Certificate sign(X509v3CertificateBuilder builder) throws Exception {
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
  }

  private Path write(String name, Object object) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(object);
    }
    return Files.writeString(folder.resolve(name), text.toString());
  }
}
