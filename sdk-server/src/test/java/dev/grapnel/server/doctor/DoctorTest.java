package dev.grapnel.server.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.core.policy.KeepAlive;
import dev.grapnel.core.security.TlsMaterial;
import dev.grapnel.core.security.TransportSecurity;
import dev.grapnel.server.echo.EchoServiceGrpc;
import dev.grapnel.testing.security.TestAuthority;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {

  private static final long HEAP = 1L << 30;
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private boolean production;
  private boolean kubernetes;
  private String host = "127.0.0.1";
  private boolean local = true;
  private TransportSecurity security = TransportSecurity.plaintext();
  private boolean authenticates;
  private boolean reflection;
  private OptionalInt adminPort = OptionalInt.empty();
  private KeepAlive keepAlive = new KeepAlive(MINUTE, MINUTE);
  private int messageSize = 4 << 20;
  private int metadataSize = 8 << 10;
  private Duration grace = Duration.ofSeconds(20);
  private Optional<Duration> longestCall = Optional.of(Duration.ofSeconds(20));
  private List<String> ignored = List.of();
  private Instant now = Instant.now();

  private Diagnosis diagnosis() {
    ServerFacts facts =
        new ServerFacts(
            new ServerFacts.Surroundings(production, kubernetes, HEAP),
            new ServerFacts.Exposure(host, local, security, authenticates, reflection, adminPort),
            new ServerFacts.Limits(
                keepAlive,
                Duration.ofSeconds(8),
                messageSize,
                metadataSize,
                10,
                Duration.ofSeconds(5),
                grace),
            List.of(
                new ServerFacts.Method(EchoServiceGrpc.getUnaryMethod(), longestCall),
                new ServerFacts.Method(
                    EchoServiceGrpc.getServerStreamMethod(),
                    longestCall.map(time -> Duration.ofHours(1)))),
            ignored);
    return new Doctor(getClass().getClassLoader(), InstantSource.fixed(now)).diagnose(facts);
  }

  private Finding only() {
    assertThat(diagnosis().findings()).hasSize(1);
    return diagnosis().findings().get(0);
  }

  @Test
  void findsNothingWhereAllIsWell() {
    assertThat(diagnosis().text()).isEqualTo("Doctor: nothing to mend");
    assertThat(diagnosis().exitCode()).isZero();
  }

  @Test
  void tellsWhoCanReadTheCalls() {
    host = "0.0.0.0";
    local = false;

    assertThat(only().line())
        .isEqualTo(
            "calls are not encrypted on 0.0.0.0: set transportSecurity(…) or GRPC_TLS_CERTIFICATE"
                + " and GRPC_TLS_PRIVATE_KEY [plaintext]");
    authenticates = true;
    assertThat(only().code()).isEqualTo("plaintext-credentials");
    assertThat(only().what()).contains("not encrypted on 0.0.0.0").contains("credentials");
    assertThat(diagnosis().exitCode()).isZero();
  }

  @Test
  void isStricterInProduction() {
    host = "10.0.0.1";
    local = false;
    reflection = true;
    longestCall = Optional.empty();
    adminPort = OptionalInt.of(0);
    assertThat(diagnosis().findings())
        .filteredOn(finding -> finding.severity() != Severity.NOTE)
        .extracting(Finding::code)
        .containsExactly("plaintext");

    production = true;

    assertThat(diagnosis().findings())
        .extracting(Finding::code)
        .containsExactly(
            "plaintext",
            "reflection-production",
            "no-authentication",
            "no-deadline-limit",
            "admin-port");
  }

  @Test
  void namesMethodsThatNothingLimits() {
    longestCall = Optional.empty();

    assertThat(only().severity()).isEqualTo(Severity.NOTE);
    assertThat(only().what())
        .endsWith("nothing limits echo.v1.EchoService/ServerStream, echo.v1.EchoService/Unary");
  }

  @Test
  void namesUnaryMethodsThatMayTakeLongerThanTheyGetWhenTheServerStops() {
    longestCall = Optional.of(MINUTE);

    assertThat(only().code()).isEqualTo("deadline-past-grace");
    assertThat(only().what()).contains("EchoService/Unary").doesNotContain("ServerStream");
  }

  @Test
  void addsUpWhatAPodNeedsToStop() {
    kubernetes = true;
    assertThat(diagnosis().findings()).isEmpty();

    grace = Duration.ofSeconds(21);
    assertThat(only().code()).isEqualTo("pod-grace");
    assertThat(only().fix()).contains("terminationGracePeriodSeconds").contains("36 or more");
    grace = ChronoUnit.FOREVER.getDuration();
    assertThat(only().code()).isEqualTo("pod-grace");
  }

  @Test
  void comparesKeepaliveWithWhatClientsMayDo() {
    keepAlive = new KeepAlive(Duration.ofSeconds(9), MINUTE);
    assertThat(only().code()).isEqualTo("keepalive-short");

    keepAlive = new KeepAlive(Duration.ofSeconds(7), MINUTE);
    assertThat(only().code()).isEqualTo("keepalive-permit");
    assertThat(only().severity()).isEqualTo(Severity.WARNING);
  }

  @Test
  void comparesSizesWithEachOtherAndWithTheHeap() {
    messageSize = 50 << 20;
    assertThat(only().code()).isEqualTo("message-size-client");

    messageSize = 60 << 20;
    assertThat(diagnosis().findings())
        .extracting(Finding::code)
        .containsExactly("message-heap", "message-size-client");

    messageSize = 4 << 10;
    assertThat(only().code()).isEqualTo("metadata-size");
  }

  @Test
  void looksAtTheDatesOfTheCertificate(@TempDir Path folder) {
    TestAuthority authority = TestAuthority.create(folder);
    TlsMaterial.Identity identity = authority.issue("server", Duration.ofDays(60));
    security =
        TransportSecurity.tls(
            TlsMaterial.identity(identity.certificateChain(), identity.privateKey()));
    assertThat(diagnosis().findings()).isEmpty();

    now = now.plus(Duration.ofDays(50));
    assertThat(only().code()).isEqualTo("certificate-expiring");
    assertThat(only().what()).contains("server.pem").contains("days from now");
    now = now.plus(Duration.ofDays(50));
    assertThat(only().code()).isEqualTo("certificate-expired");
    assertThat(diagnosis().exitCode()).isOne();
    now = now.minus(Duration.ofDays(1000));
    assertThat(only().code()).isEqualTo("certificate-early");
    security =
        TransportSecurity.tls(
            TlsMaterial.identity(folder.resolve("gone.pem"), identity.privateKey()));
    assertThat(diagnosis().findings()).isEmpty();
  }

  @Test
  void reportsTheWorstFirstWithWhatWhyAndHowToMend() {
    ignored = List.of("environment variable GRPC_PROT is ignored; was GRPC_PORT meant?");
    adminPort = OptionalInt.of(0);
    longestCall = Optional.empty();

    assertThat(diagnosis().text().lines())
        .startsWith("Doctor: errors 0, warnings 1, notes 2", "", "WARNING  setting-ignored")
        .contains("  what  environment variable GRPC_PROT is ignored; was GRPC_PORT meant?")
        .contains("  fix   correct the name, or remove it");
    RecordingLogger logger = new RecordingLogger();
    diagnosis().log(logger);
    assertThat(logger.lines())
        .hasSize(3)
        .first()
        .isEqualTo(
            "WARN environment variable GRPC_PROT is ignored; was GRPC_PORT meant? correct the"
                + " name, or remove it [setting-ignored]");
    assertThat(logger.lines().subList(1, 3)).allMatch(line -> line.startsWith("DEBUG "));
  }
}
