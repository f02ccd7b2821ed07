package dev.grapnel.testing.security;

import static dev.grapnel.testing.security.LoopbackServer.ask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.grapnel.core.security.TlsMaterial;
import dev.grapnel.core.security.TransportSecurity;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.util.CertificateUtils;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateExpiredException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the authority issues, over real connections. */
@Timeout(120)
class TestAuthorityTest {

  @TempDir Path folder;

  private TestAuthority ours;
  private TestAuthority theirs;

  @BeforeEach
  void makeAuthorities() {
    ours = TestAuthority.create(folder.resolve("made/on/the/way"));
    theirs = TestAuthority.create(folder, "theirs");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1", "[::1]", "server"})
  void serverIsKnownByItsNameAndAsLoopback(String authority) {
    try (LoopbackServer server = new LoopbackServer(ours.server("server"))) {
      assertThat(ask(server.connect(ours.client(), authority))).isEqualTo("Ada");
    }
  }

  @Test
  void clientTrustsItsOwnAuthorityAlone() {
    try (LoopbackServer server = new LoopbackServer(ours.server("server"))) {
      assertRefused(server.connect(theirs.client()));
      assertRefused(server.connect(TransportSecurity.tls()));
      assertRefused(server.connect(ours.client(), "other.test"));
    }
  }

  @Test
  void mutualServerServesClientsOfItsAuthorityAlone() {
    TlsMaterial stranger = material(theirs.issue("stranger")).trusting(ours.certificateFile());
    try (LoopbackServer server = new LoopbackServer(ours.mutualServer("server"))) {
      assertThat(ask(server.connect(ours.mutualClient("client")))).isEqualTo("Ada");
      assertRefused(server.connect(ours.client()));
      assertRefused(server.connect(TransportSecurity.mutualTls(stranger)));
    }
  }

  @Test
  void expiredServerIsRefused() throws Exception {
    TlsMaterial.Identity expired = ours.expired("server");

    assertThatExceptionOfType(CertificateExpiredException.class)
        .isThrownBy(() -> read(expired.certificateChain()).checkValidity());
    try (LoopbackServer server = new LoopbackServer(TransportSecurity.tls(material(expired)))) {
      assertRefused(server.connect(ours.client()));
    }
  }

  @Test
  void expiredClientIsRefused() {
    TlsMaterial expired = material(ours.expired("client")).trusting(ours.certificateFile());
    try (LoopbackServer server = new LoopbackServer(ours.mutualServer("server"))) {
      assertRefused(server.connect(TransportSecurity.mutualTls(expired)));
    }
  }

  @Test
  void certificatesAreSignedForAsLongAsTold() throws Exception {
    X509Certificate authority = read(ours.certificateFile());
    X509Certificate day = read(ours.issue("day").certificateChain());
    X509Certificate hour = read(ours.issue("hour", Duration.ofHours(1)).certificateChain());

    day.verify(authority.getPublicKey());
    day.checkValidity();
    hour.checkValidity();
    assertThat(lifetime(day).minus(lifetime(hour))).isEqualTo(Duration.ofHours(23));
    assertThat(authority.getBasicConstraints()).isNotNegative();
    assertThat(day.getBasicConstraints()).isNegative();
    assertThat(day.getSerialNumber()).isNotEqualTo(hour.getSerialNumber());
  }

  @Test
  void filesAreNamedAfterWhomTheyAreFor() {
    TlsMaterial.Identity good = theirs.issue("api.test");
    TlsMaterial.Identity expired = theirs.expired("api.test");

    assertThat(theirs.certificateFile()).isEqualTo(folder.resolve("theirs-ca.pem")).exists();
    assertThat(good.certificateChain()).isEqualTo(folder.resolve("api.test.pem")).exists();
    assertThat(good.privateKey()).isEqualTo(folder.resolve("api.test.key")).exists();
    assertThat(expired.certificateChain()).isEqualTo(folder.resolve("api.test-expired.pem"));
    assertThat(expired.privateKey()).exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "../out", "a,O=b", ".hidden", "a b", "a/b"})
  void namesThatCannotBeFilesAreRefused(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ours.issue(name))
        .withMessageContaining("'" + name + "'");
    assertThatIllegalArgumentException().isThrownBy(() -> TestAuthority.create(folder, name));
    assertThatIllegalArgumentException().isThrownBy(() -> ours.expired(name));
  }

  @Test
  void validityIsAboveZero() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ours.issue("server", Duration.ZERO))
        .withMessageContaining("PT0S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ours.issue("server", Duration.ofDays(-1)));
  }

  private static Duration lifetime(X509Certificate certificate) {
    return Duration.between(
        certificate.getNotBefore().toInstant(), certificate.getNotAfter().toInstant());
  }

  private static X509Certificate read(Path file) throws Exception {
    try (InputStream in = Files.newInputStream(file)) {
      return CertificateUtils.getX509Certificates(in)[0];
    }
  }

  private static TlsMaterial material(TlsMaterial.Identity identity) {
    return TlsMaterial.identity(identity.certificateChain(), identity.privateKey());
  }

  private static void assertRefused(ManagedChannel channel) {
    StatusRuntimeException refused =
        catchThrowableOfType(StatusRuntimeException.class, () -> ask(channel));
    assertThat(refused).isNotNull();
    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
  }
}
