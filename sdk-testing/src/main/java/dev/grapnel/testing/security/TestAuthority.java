package dev.grapnel.testing.security;

import dev.grapnel.core.security.TlsMaterial;
import dev.grapnel.core.security.TransportSecurity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * A certificate authority that lives for one test and writes PEM files into a folder of it.
 *
 * <p>Its keys (EC, P-256) are made on the spot. Certificates are good for servers and clients, for
 * their common name, {@code localhost}, {@code 127.0.0.1} and {@code ::1}. Validity is real time,
 * since TLS knows no other clock. Thread-safe, but the files of one name are replaced when it is
 * issued again.
 *
 * <p>Needs {@code org.bouncycastle:bcpkix-jdk18on} on the class path of the tests.
 */
public final class TestAuthority {

  /** How long certificates are valid unless told otherwise: a day. */
  public static final Duration DEFAULT_VALIDITY = Duration.ofDays(1);

  private static final Duration OWN_VALIDITY = Duration.ofDays(3650);

  /** Clocks of peers may be a little late. */
  private static final Duration LEEWAY = Duration.ofMinutes(5);

  /** A common name is a file name as well. */
  private static final Pattern ACCEPTABLE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  private final Path folder;
  private final CertificateSigner signer;
  private final Path certificateFile;

  private TestAuthority(Path folder, String commonName) {
    Instant now = Instant.now();
    this.folder = folder;
    this.signer = CertificateSigner.create(commonName, now.minus(LEEWAY), now.plus(OWN_VALIDITY));
    this.certificateFile = write(commonName + "-ca.pem", signer.certificatePem());
  }

  /**
   * Creates an authority named {@code test-authority}.
   *
   * @param folder where its files go, for example a {@code @TempDir}; made if missing
   * @return the authority
   * @throws UncheckedIOException if a file cannot be written
   */
  public static TestAuthority create(Path folder) {
    return create(folder, "test-authority");
  }

  /**
   * Creates an authority; those that share a folder need names of their own.
   *
   * @param folder where its files go; made if missing
   * @param commonName its name: letters, digits, dots, dashes and underscores
   * @return the authority
   * @throws IllegalArgumentException if the name holds anything else
   * @throws UncheckedIOException if a file cannot be written
   */
  public static TestAuthority create(Path folder, String commonName) {
    return new TestAuthority(folder, acceptable(commonName));
  }

  /**
   * Returns the certificate of the authority: what peers have to trust.
   *
   * @return a PEM file, {@code <name>-ca.pem}
   */
  public Path certificateFile() {
    return certificateFile;
  }

  /**
   * Issues a certificate that is valid for a day.
   *
   * @param commonName whom it is for: a host name or the name of a client
   * @return its files, {@code <name>.pem} and {@code <name>.key}
   * @throws IllegalArgumentException if the name holds more than letters, digits, dots, dashes and
   *     underscores
   * @throws UncheckedIOException if a file cannot be written
   */
  public TlsMaterial.Identity issue(String commonName) {
    return issue(commonName, DEFAULT_VALIDITY);
  }

  /**
   * Issues a certificate that ends after a time.
   *
   * @param commonName whom it is for
   * @param validity how long it is valid from now on
   * @return its files, {@code <name>.pem} and {@code <name>.key}
   * @throws IllegalArgumentException if the name does not fit or the validity is not above zero
   * @throws UncheckedIOException if a file cannot be written
   */
  public TlsMaterial.Identity issue(String commonName, Duration validity) {
    if (validity.isZero() || validity.isNegative()) {
      throw new IllegalArgumentException(
          "the validity of %s is %s: expected a time above zero, or expired(name)"
              .formatted(commonName, validity));
    }
    Instant now = Instant.now();
    return issue(acceptable(commonName), commonName, now.minus(LEEWAY), now.plus(validity));
  }

  /**
   * Issues a certificate that ended an hour ago.
   *
   * @param commonName whom it is for
   * @return its files, {@code <name>-expired.pem} and {@code <name>-expired.key}
   * @throws IllegalArgumentException if the name does not fit
   * @throws UncheckedIOException if a file cannot be written
   */
  public TlsMaterial.Identity expired(String commonName) {
    Instant end = Instant.now().minus(Duration.ofHours(1));
    return issue(acceptable(commonName), commonName + "-expired", end.minus(DEFAULT_VALIDITY), end);
  }

  /**
   * Issues a certificate for a server with TLS.
   *
   * @param commonName the name that clients call it by
   * @return what a server is started with
   */
  public TransportSecurity server(String commonName) {
    return TransportSecurity.tls(material(commonName));
  }

  /**
   * Returns what a client needs that trusts this authority and no other.
   *
   * @return what a client is started with
   */
  public TransportSecurity client() {
    return TransportSecurity.tls(TlsMaterial.trust(certificateFile));
  }

  /**
   * Issues a certificate for a server that serves none but clients of this authority.
   *
   * @param commonName the name that clients call it by
   * @return what a server is started with
   */
  public TransportSecurity mutualServer(String commonName) {
    return TransportSecurity.mutualTls(material(commonName).trusting(certificateFile));
  }

  /**
   * Issues a certificate for a client that trusts this authority and no other.
   *
   * @param commonName the name of the client
   * @return what a client is started with
   */
  public TransportSecurity mutualClient(String commonName) {
    return TransportSecurity.mutualTls(material(commonName).trusting(certificateFile));
  }

  private TlsMaterial material(String commonName) {
    TlsMaterial.Identity identity = issue(commonName);
    return TlsMaterial.identity(identity.certificateChain(), identity.privateKey());
  }

  private TlsMaterial.Identity issue(
      String commonName, String fileName, Instant begin, Instant end) {
    CertificateSigner.Issued issued = signer.issue(commonName, begin, end);
    return new TlsMaterial.Identity(
        write(fileName + ".pem", issued.certificatePem()),
        write(fileName + ".key", issued.privateKeyPem()));
  }

  private Path write(String fileName, String text) {
    try {
      Files.createDirectories(folder);
      return Files.writeString(folder.resolve(fileName), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String acceptable(String commonName) {
    if (!ACCEPTABLE.matcher(commonName).matches()) {
      throw new IllegalArgumentException(
          "the common name '%s' cannot be a file name: expected up to 64 letters, digits, dots, dashes and underscores"
              .formatted(commonName));
    }
    return commonName;
  }
}
