package dev.grapnel.core.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.grapnel.testing.security.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each bad file is named, with what is wrong and how to mend it. */
class PemFilesTest {

  @TempDir Path folder;

  private TlsMaterial.Identity good;
  private Path bad;

  @BeforeEach
  void makeFiles() {
    good = TestAuthority.create(folder, "authority").issue("server");
    bad = folder.resolve("bad.pem");
  }

  @Test
  void missingFileIsNamed() {
    String expected = "the TLS file " + bad + " does not exist";

    assertThat(refusal(bad, good.privateKey())).isEqualTo(expected);
    assertThat(refusal(good.certificateChain(), bad)).isEqualTo(expected);
    assertThat(trustRefusal(bad)).isEqualTo(expected);
  }

  @Test
  void folderIsNamed() {
    assertThat(refusal(folder, good.privateKey()))
        .startsWith("the TLS file " + folder + " cannot be read: ");
  }

  @Test
  void emptyCertificateIsNamed() throws IOException {
    Files.writeString(bad, "");

    assertThat(refusal(bad, good.privateKey()))
        .startsWith("the TLS file " + bad + " holds no certificate");
    assertThat(trustRefusal(bad)).startsWith("the TLS file " + bad + " holds no certificate");
  }

  @Test
  void garbageIsNamed() throws IOException {
    Files.writeString(bad, "-----BEGIN CERTIFICATE-----\n???\n-----END CERTIFICATE-----\n");
    assertThat(refusal(bad, good.privateKey())).startsWith("the TLS file " + bad + " holds no ");

    Files.write(bad, new byte[] {0, 1, 2, -1});
    assertThat(refusal(bad, good.privateKey())).startsWith("the TLS file " + bad + " holds no ");
    assertThat(refusal(good.certificateChain(), bad))
        .startsWith("the TLS file " + bad + " holds no PKCS#8 private key");
  }

  @Test
  void keyOfTheOldFormIsNamedWithTheCommandThatConvertsIt() throws IOException {
    Files.writeString(
        bad, "-----BEGIN RSA PRIVATE KEY-----\nAA==\n-----END RSA PRIVATE KEY-----\n");

    assertThat(refusal(good.certificateChain(), bad))
        .startsWith("the TLS file " + bad + " holds no PKCS#8 private key")
        .contains("openssl pkcs8 -topk8 -nocrypt");
  }

  @Test
  void damagedKeyIsNamedAndNotQuoted() throws IOException {
    Files.writeString(bad, "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n");

    TlsException refused = refused(good.certificateChain(), bad);
    assertThat(refused)
        .hasMessage(
            "the TLS file "
                + bad
                + " holds a private key that cannot be read: expected an RSA or EC key")
        .hasNoCause();
  }

  @Test
  void keyOfAnotherKindIsNamedWithTheKindsThatWork() throws Exception {
    writeKey(KeyPairGenerator.getInstance("Ed25519").generateKeyPair());

    assertThat(refusal(good.certificateChain(), bad)).endsWith("expected an RSA or EC key");
  }

  @Test
  void keyOfAnotherCertificateIsNamed() throws Exception {
    Path other = TestAuthority.create(folder, "other").issue("other").privateKey();
    assertThat(refusal(good.certificateChain(), other))
        .isEqualTo(
            "the private key "
                + other
                + " does not belong to the certificate "
                + good.certificateChain());

    KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
    rsa.initialize(2048);
    writeKey(rsa.generateKeyPair());
    assertThat(refusal(good.certificateChain(), bad)).contains("does not belong to");
  }

  private void writeKey(KeyPair pair) throws IOException {
    String text = Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded());
    Files.writeString(bad, "-----BEGIN PRIVATE KEY-----\n" + text + "\n-----END PRIVATE KEY-----");
  }

  private static String refusal(Path certificate, Path key) {
    return refused(certificate, key).getMessage();
  }

  private static TlsException refused(Path certificate, Path key) {
    TransportSecurity security = TransportSecurity.tls(TlsMaterial.identity(certificate, key));
    TlsException refused =
        catchThrowableOfType(TlsException.class, () -> TransportCredentials.server(security));
    assertThat(refused).isNotNull();
    return refused;
  }

  private static String trustRefusal(Path trusted) {
    TransportSecurity security = TransportSecurity.tls(TlsMaterial.trust(trusted));
    return catchThrowableOfType(TlsException.class, () -> TransportCredentials.channel(security))
        .getMessage();
  }
}
