package dev.grapnel.core.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.core.call.LogCapture;
import dev.grapnel.testing.security.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each look at changed files leads to, and what is told of it. */
class ReloadingTlsTest {

  private static final String REFUSED = "TLS files changed but cannot be used";
  private static final String TAKEN = "TLS files were reloaded";

  @TempDir Path folder;

  private final SetClock clock = new SetClock();
  private TestAuthority authority;
  private TlsMaterial.Identity used;
  private TlsMaterial.Identity next;
  private ReloadingTls tls;
  private LogCapture log;

  @BeforeEach
  void start() {
    authority = TestAuthority.create(folder, "authority");
    used = authority.issue("used");
    next = authority.issue("next", Duration.ofHours(7));
    tls = new ReloadingTls(material(used), clock);
    log = new LogCapture();
  }

  @AfterEach
  void showLog() {
    log.close();
  }

  private static TlsMaterial material(TlsMaterial.Identity identity) {
    return TlsMaterial.identity(identity.certificateChain(), identity.privateKey());
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
  }

  private void putCertificate(TlsMaterial.Identity identity) throws IOException {
    copy(identity.certificateChain(), used.certificateChain());
  }

  private void putKey(TlsMaterial.Identity identity) throws IOException {
    copy(identity.privateKey(), used.privateKey());
  }

  private void look(int times) {
    for (int i = 0; i < times; i++) {
      tls.look();
    }
  }

  private static X509Certificate shown(ReloadingTls by) {
    var keys = by.keyManager().orElseThrow();
    return keys.getCertificateChain(keys.chooseEngineServerAlias("EC", null, null))[0];
  }

  private String shownName() {
    return shown(tls).getSubjectX500Principal().getName();
  }

  @Test
  void aChangeIsTakenOverAtTheSecondLookAndToldWithoutSecrets() throws Exception {
    putKey(next);
    putCertificate(next);
    look(1);
    assertThat(shownName()).isEqualTo("CN=used");
    look(1);
    assertThat(shownName()).isEqualTo("CN=next");
    look(3);
    assertThat(log.lines(TAKEN))
        .singleElement()
        .asString()
        .contains(
            " INFO ",
            "CN=next for next, localhost, 127.0.0.1",
            "serial " + shown(tls).getSerialNumber().toString(16),
            "valid until " + shown(tls).getNotAfter().toInstant());
    String secret = Files.readAllLines(next.privateKey()).get(1);
    assertThat(log.lines(secret)).isEmpty();
    assertThat(log.lines(REFUSED)).isEmpty();
  }

  @Test
  void aKeyBeforeItsCertificateIsWaitedFor() throws Exception {
    putKey(next);
    look(1);
    putCertificate(next);
    look(2);
    assertThat(shownName()).isEqualTo("CN=next");
    assertThat(log.lines(REFUSED)).isEmpty();
  }

  @Test
  void aCertificateBeforeItsKeyIsWaitedFor() throws Exception {
    putCertificate(next);
    look(1);
    putKey(next);
    look(2);
    assertThat(shownName()).isEqualTo("CN=next");
    assertThat(log.lines(REFUSED)).isEmpty();
  }

  @Test
  void aPairThatStaysMismatchedIsToldOnceAndHeals() throws Exception {
    putKey(next);
    look(5);
    assertThat(shownName()).isEqualTo("CN=used");
    assertThat(log.lines(REFUSED))
        .singleElement()
        .asString()
        .contains(" WARN ", used.privateKey() + " does not belong to the certificate ");
    putCertificate(next);
    look(2);
    assertThat(shownName()).isEqualTo("CN=next");
    assertThat(log.lines(TAKEN)).hasSize(1);
  }

  @Test
  void eachKindOfBadFileIsNamedOnceAndTheOldOneStays() throws Exception {
    Path chain = used.certificateChain();
    List<String> bad = List.of("", "garbage", " ".repeat((1 << 20) + 1));
    List<String> reasons = List.of("holds no certificate", "holds no ", "is larger than 1 MiB");
    for (int i = 0; i < bad.size(); i++) {
      Files.writeString(chain, bad.get(i));
      look(4);
      assertThat(log.lines("the TLS file " + chain + " " + reasons.get(i))).isNotEmpty();
      assertThat(log.lines(REFUSED)).hasSize(i + 1);
    }
    Files.delete(chain);
    look(4);
    assertThat(log.lines("the TLS file " + chain + " does not exist")).hasSize(1);
    Files.createDirectory(chain);
    look(4);
    assertThat(log.lines("the TLS file " + chain + " cannot be read")).hasSize(1);
    assertThat(log.lines(REFUSED)).hasSize(5);
    assertThat(shownName()).isEqualTo("CN=used");
    assertThat(tls.serverVitals().get(2).value().getAsDouble()).isEqualTo(5);
  }

  @Test
  void aCertificateThatHasEndedIsRefused() throws Exception {
    TlsMaterial.Identity expired = authority.expired("late");
    putKey(expired);
    putCertificate(expired);
    look(3);
    assertThat(shownName()).isEqualTo("CN=used");
    assertThat(log.lines("the certificate chain " + used.certificateChain() + " ended at "))
        .hasSize(1);
  }

  @Test
  void aCertificateThatBeginsLaterIsRefusedUntilThen() throws Exception {
    clock.advance(Duration.ofHours(-1));
    putKey(next);
    putCertificate(next);
    look(3);
    assertThat(shownName()).isEqualTo("CN=used");
    assertThat(log.lines(REFUSED)).singleElement().asString().contains(" is not valid before ");
    clock.advance(Duration.ofHours(1));
    look(1);
    assertThat(shownName()).isEqualTo("CN=next");
  }

  @Test
  void filesThatAreAsBeforeAgainAreToldAndABadStateThatComesBackToo() throws Exception {
    String chain = Files.readString(used.certificateChain());
    for (int i = 1; i <= 2; i++) {
      Files.writeString(used.certificateChain(), "garbage");
      look(3);
      assertThat(log.lines(REFUSED)).hasSize(i);
      Files.writeString(used.certificateChain(), chain);
      look(3);
      assertThat(log.lines("TLS files are again those in use: ")).hasSize(i);
    }
    assertThat(log.lines(TAKEN)).isEmpty();
  }

  @Test
  void filesThatAreRenamedOverAreSeen() throws Exception {
    Files.move(
        next.privateKey(),
        used.privateKey(),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    Files.move(
        next.certificateChain(),
        used.certificateChain(),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    look(2);
    assertThat(shownName()).isEqualTo("CN=next");
  }

  @Test
  void symbolicLinksAreFollowedAsKubernetesSwapsThem() throws Exception {
    Path mounted = Files.createDirectory(folder.resolve("mounted"));
    publish(mounted, "..1", used);
    Path chain = Files.createSymbolicLink(mounted.resolve("tls.crt"), Path.of("..data", "tls.crt"));
    Path key = Files.createSymbolicLink(mounted.resolve("tls.key"), Path.of("..data", "tls.key"));
    ReloadingTls kubernetes = new ReloadingTls(TlsMaterial.identity(chain, key), clock);

    publish(mounted, "..2", next);
    kubernetes.look();
    kubernetes.look();
    assertThat(shown(kubernetes).getSubjectX500Principal().getName()).isEqualTo("CN=next");
  }

  /** Writes a folder and moves the link {@code ..data} to it, as the kubelet does. */
  private static void publish(Path mounted, String version, TlsMaterial.Identity identity)
      throws IOException {
    Path data = Files.createDirectory(mounted.resolve(version));
    Files.copy(identity.certificateChain(), data.resolve("tls.crt"));
    Files.copy(identity.privateKey(), data.resolve("tls.key"));
    Path link = Files.createSymbolicLink(mounted.resolve("..data_tmp"), Path.of(version));
    Files.move(link, mounted.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
  }

  @Test
  void trustedCertificatesAreTakenOverOrRefusedTogetherWithTheOthers() throws Exception {
    Path trusted = folder.resolve("trusted.pem");
    copy(authority.certificateFile(), trusted);
    ReloadingTls both = new ReloadingTls(material(used).trusting(trusted), clock);
    Files.writeString(trusted, "");
    putKey(next);
    putCertificate(next);
    both.reload();
    assertThat(shown(both).getSubjectX500Principal().getName()).isEqualTo("CN=used");
    assertThat(log.lines("the TLS file " + trusted + " holds no certificate")).hasSize(1);

    TestAuthority other = TestAuthority.create(folder, "other");
    copy(other.certificateFile(), trusted);
    both.reload();
    assertThat(shown(both).getSubjectX500Principal().getName()).isEqualTo("CN=next");
    assertThat(both.trustManager().orElseThrow().getAcceptedIssuers())
        .singleElement()
        .satisfies(ca -> assertThat(ca.getSubjectX500Principal().getName()).isEqualTo("CN=other"));
    assertThat(log.lines(TAKEN)).singleElement().asString().contains("trusting CN=other");
  }
}
