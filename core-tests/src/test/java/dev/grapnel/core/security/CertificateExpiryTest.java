package dev.grapnel.core.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.grapnel.core.call.LogCapture;
import dev.grapnel.core.lifecycle.Vital;
import dev.grapnel.testing.security.TestAuthority;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A certificate that ends is told in time: by the log once a day, and by a number always. */
class CertificateExpiryTest {

  @TempDir Path folder;

  private final SetClock clock = new SetClock();
  private TestAuthority authority;

  @BeforeEach
  void makeAuthority() {
    authority = TestAuthority.create(folder);
  }

  private ReloadingTls tls(TlsMaterial.Identity identity) {
    return new ReloadingTls(
        TlsMaterial.identity(identity.certificateChain(), identity.privateKey()), clock);
  }

  @Test
  void isWarnedOfOnceADayFromFourteenDaysOn() {
    ReloadingTls tls = tls(authority.issue("server", Duration.ofDays(16).plusHours(1)));
    try (LogCapture log = new LogCapture()) {
      tls.remind();
      clock.advance(Duration.ofDays(1));
      tls.look();
      assertThat(log.lines("WARN")).isEmpty();

      clock.advance(Duration.ofDays(2));
      tls.look();
      clock.advance(Duration.ofHours(23));
      tls.look();
      assertThat(log.lines("server.pem ends in 13 days, at ")).hasSize(1);
      clock.advance(Duration.ofHours(1));
      tls.look();
      assertThat(log.lines("server.pem ends in 12 days, at ")).hasSize(1);

      clock.advance(Duration.ofDays(13));
      tls.look();
      tls.look();
      assertThat(log.lines("server.pem ended at ")).hasSize(1);
      assertThat(log.lines("WARN")).hasSize(3);
    }
  }

  @Test
  void isWarnedOfAtTheStartIfItHasEndedOrNotBegun() {
    TlsMaterial.Identity expired = authority.expired("server");
    TransportSecurity security =
        TransportSecurity.tls(
            TlsMaterial.identity(expired.certificateChain(), expired.privateKey()));
    try (LogCapture log = new LogCapture();
        var credentials = TransportCredentials.server(security)) {
      assertThat(log.lines("ended at")).isEmpty();
      credentials.watch();
      assertThat(log.lines("server-expired.pem ended at ")).hasSize(1);

      clock.advance(Duration.ofDays(-1));
      tls(authority.issue("early")).remind();
      assertThat(log.lines("early.pem is not valid before ")).hasSize(1);
    }
  }

  @Test
  void isANumberOfSecondsThatIsNegativeAfterTheEnd() {
    Vital expiry = tls(authority.issue("server", Duration.ofDays(10))).serverVitals().get(0);

    assertThat(expiry.name()).isEqualTo("grpc.server.certificate.expiry");
    assertThat(expiry.unit()).isEqualTo("s");
    assertThat(days(expiry)).isCloseTo(10, within(0.1));
    clock.advance(Duration.ofDays(11));
    assertThat(days(expiry)).isCloseTo(-1, within(0.1));
  }

  private static double days(Vital seconds) {
    return seconds.value().getAsDouble() / Duration.ofDays(1).toSeconds();
  }

  @Test
  void reloadsAreCountedByTheirResult() {
    TlsMaterial.Identity identity = authority.issue("server");
    ReloadingTls tls = tls(identity);
    authority.issue("server");
    tls.reload();
    authority.issue("server");
    tls.reload();
    identity.privateKey().toFile().delete();
    tls.reload();
    tls.reload();

    List<Vital> vitals = tls.serverVitals();
    assertThat(vitals.get(1).labels()).containsEntry("result", "accepted");
    assertThat(vitals.get(1).value().getAsDouble()).isEqualTo(2);
    assertThat(vitals.get(2).labels()).containsEntry("result", "refused");
    assertThat(vitals.get(2).value().getAsDouble()).isEqualTo(1);
  }

  @Test
  void onlyAServerWithTlsTellsOfItsCertificate() {
    try (var server = TransportCredentials.server(authority.server("server"));
        var client = TransportCredentials.channel(authority.mutualClient("client"));
        var plain = TransportCredentials.server(TransportSecurity.plaintext())) {
      assertThat(server.vitals()).hasSize(3);
      assertThat(client.vitals()).isEmpty();
      assertThat(plain.vitals()).isEmpty();
    }
  }
}
