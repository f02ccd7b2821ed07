package dev.grapnel.core.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.grapnel.testing.security.TestAuthority;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransportCredentialsTest {

  @TempDir Path folder;

  private TestAuthority authority;
  private TlsMaterial material;

  @BeforeEach
  void makeFiles() {
    authority = TestAuthority.create(folder, "authority");
    TlsMaterial.Identity identity = authority.issue("server");
    material = TlsMaterial.identity(identity.certificateChain(), identity.privateKey());
  }

  @Test
  void tellsWhenTheCertificateEndsEvenAfterAReload() {
    try (var credentials = TransportCredentials.server(TransportSecurity.tls(material))) {
      assertThat(credentials.certificateExpiry().orElseThrow()).isBetween(inHours(23), inHours(25));

      authority.issue("server", Duration.ofHours(3));
      credentials.reload();
      assertThat(credentials.certificateExpiry().orElseThrow()).isBetween(inHours(2), inHours(4));
    }
  }

  @Test
  void hasNoExpiryWithoutACertificateOfItsOwn() {
    TlsMaterial trust = TlsMaterial.trust(authority.certificateFile());
    try (var trusting = TransportCredentials.channel(TransportSecurity.tls(trust));
        var plain = TransportCredentials.server(TransportSecurity.plaintext());
        var jdk = TransportCredentials.channel(TransportSecurity.tls())) {
      assertThat(trusting.certificateExpiry()).isEmpty();
      assertThat(plain.certificateExpiry()).isEmpty();
      assertThat(jdk.certificateExpiry()).isEmpty();
    }
  }

  @Test
  void serverNeedsAnIdentityAndForMutualTlsTrust() {
    TlsMaterial trust = TlsMaterial.trust(authority.certificateFile());

    for (TransportSecurity incomplete :
        new TransportSecurity[] {
          TransportSecurity.tls(), TransportSecurity.tls(trust), TransportSecurity.mutualTls(trust)
        }) {
      assertThatExceptionOfType(TlsException.class)
          .isThrownBy(() -> TransportCredentials.server(incomplete))
          .withMessageContaining("TlsMaterial.identity(certificate, key)");
    }
    assertThatExceptionOfType(TlsException.class)
        .isThrownBy(() -> TransportCredentials.server(TransportSecurity.mutualTls(material)))
        .withMessageContaining(".trusting(file)");
    assertThatExceptionOfType(TlsException.class)
        .isThrownBy(() -> TransportCredentials.channel(TransportSecurity.mutualTls(trust)));
  }

  @Test
  void watchingMayBeginAndEndTwice() {
    var credentials = TransportCredentials.server(TransportSecurity.tls(material));
    credentials.watch();
    credentials.watch();
    credentials.close();
    credentials.close();

    assertThat(credentials.certificateExpiry()).isPresent();
  }

  @Test
  void watchingTakesChangedFilesOverByItselfOnOneThreadThatEnds() {
    TransportSecurity often = TransportSecurity.tls(material.reloadingEvery(Duration.ofMillis(5)));
    Thread watcher;
    try (var credentials = TransportCredentials.server(often)) {
      Instant before = credentials.certificateExpiry().orElseThrow();
      credentials.watch();
      authority.issue("server", Duration.ofHours(3));
      await(() -> !credentials.certificateExpiry().orElseThrow().equals(before));
      watcher = watcher();
      assertThat(watcher.isDaemon()).isTrue();
    }
    await(() -> !watcher.isAlive());
  }

  /** Other tests have no watchers: they close what they open. */
  private static Thread watcher() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("grapnel-tls-reload"))
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  private static void await(BooleanSupplier condition) {
    Instant deadline = Instant.now().plusSeconds(20);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).isBefore(deadline);
      Thread.onSpinWait();
    }
  }

  @Test
  void reloadIntervalIsAboveZero() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> material.reloadingEvery(Duration.ZERO))
        .withMessage("the TLS reload interval is PT0S: expected a time above zero");
  }

  @Test
  void securityDescribesItself() {
    assertThat(TransportSecurity.plaintext().description()).isEqualTo("plaintext");
    assertThat(TransportSecurity.tls().description()).isEqualTo("TLS");
    assertThat(TransportSecurity.mutualTls(material).description()).isEqualTo("mutual TLS");
  }

  private static Instant inHours(int hours) {
    return Instant.now().plus(Duration.ofHours(hours));
  }
}
