package dev.grapnel.client.resolver.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.testing.fault.FaultProxy;
import dev.grapnel.testing.security.TestAuthority;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ApiServerTroubleTest {

  @TempDir Path folder;

  private TestAuthority authority;
  private FakeApiServer server;
  private KubernetesService service;
  private Path token;

  @BeforeEach
  void startServer() throws Exception {
    authority = TestAuthority.create(folder);
    server = FakeApiServer.start(authority.issue("kubernetes"));
    server.put("users-1", SliceText.of(9, "10.0.0.1"));
    token = Files.writeString(folder.resolve("token"), "first\n");
    service = Resolving.service(server.uri(), token, authority.certificateFile());
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401|does not accept the token of ",
        "403|does not let the service account follow the service users in namespace shop:"
            + " grant it the verbs list and watch on endpointslices of discovery.k8s.io",
        "404|has no EndpointSlices: expected discovery.k8s.io/v1, since Kubernetes 1.21",
        "410|cannot answer",
        "500|cannot answer",
      })
  void saysWhyTheServerRefusesAndAsksAgain(int status, String why) throws Exception {
    server.refuse(status);
    try (Resolving resolving = Resolving.start(service)) {
      assertThat(resolving.next())
          .startsWith("UNAVAILABLE: the Kubernetes API server " + why)
          .endsWith("(status " + status + ": said by the server)")
          .doesNotContain("first");
      assertThat(resolving.next()).isEqualTo("10.0.0.1:9");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>", "", "{\"code\":\"x\"}", "[]", "null"})
  void readsNoReasonIntoWhatIsNoJson(String body) throws Exception {
    server.refuse(403, body);
    try (Resolving resolving = Resolving.start(service)) {
      assertThat(resolving.next()).endsWith("(status 403)");
    }
  }

  @Test
  void saysThatAListIsMalformed() throws Exception {
    server.refuse(200, "{\"metadata\":");
    try (Resolving resolving = Resolving.start(service)) {
      assertThat(resolving.next())
          .startsWith("UNAVAILABLE: the Kubernetes API server sends malformed JSON: ");
      assertThat(resolving.next()).isEqualTo("10.0.0.1:9");
    }
  }

  @Test
  void refusesAListThatIsTooLarge() throws Exception {
    server.refuse(200, " ".repeat((16 << 20) + 1));
    try (Resolving resolving = Resolving.start(service)) {
      assertThat(resolving.next()).endsWith("sends more than 16777216 bytes at once");
      assertThat(resolving.next()).isEqualTo("10.0.0.1:9");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"code\":410,\"message\":\"old\"}}",
        "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"code\":500}}",
        "{\"type\":\"MODIFIED\",\"object\":{}}",
        "no JSON",
        "null",
        "",
      })
  void listsAnewAfterAnEventThatIsNone(String line) throws Exception {
    try (Resolving resolving = Resolving.start(service)) {
      resolving.next();
      server.nextWatch();

      server.send(line);

      assertThat(server.nextRequest().isWatch()).isFalse();
      assertThat(server.nextRequest().isWatch()).isTrue();
      server.put("users-1", SliceText.of(9, "10.0.0.2"));
      assertThat(resolving.next()).isEqualTo("10.0.0.2:9");
    }
  }

  @Test
  void listsAnewAfterALineThatIsTooLong() throws Exception {
    try (Resolving resolving = Resolving.start(service)) {
      resolving.next();
      server.nextWatch();

      server.send("x".repeat((4 << 20) + 1));

      assertThat(server.nextRequest().isWatch()).isFalse();
    }
  }

  @Test
  void passesOverEventsItDoesNotKnow() throws Exception {
    try (Resolving resolving = Resolving.start(service)) {
      resolving.next();
      server.nextWatch();

      server.send("{\"type\":\"NEWS\",\"object\":{\"metadata\":{\"resourceVersion\":\"5000\"}}}");
      server.put("users-1", SliceText.of(9, "10.0.0.2"));

      assertThat(resolving.next()).isEqualTo("10.0.0.2:9");
      assertThat(server.unseenRequests()).isZero();
    }
  }

  @Test
  void listsAnewWhenTheServerForgotItsVersion() throws Exception {
    try (Resolving resolving = Resolving.start(service)) {
      resolving.next();
      server.nextWatch();
      server.put("users-2", SliceText.of(9, "10.0.0.2"));
      resolving.next();

      server.compact();
      server.remove("users-1");
      assertThat(resolving.next()).isEqualTo("10.0.0.2:9");
      server.compact();
      server.endWatches();

      assertThat(server.nextRequest().isWatch()).isTrue();
      assertThat(server.nextRequest().isWatch()).isFalse();
      server.nextWatch();
      server.put("users-3", SliceText.of(9, "10.0.0.3"));
      assertThat(resolving.next()).isEqualTo("10.0.0.2:9 10.0.0.3:9");
    }
  }

  @Test
  void pollsWhereOnlyTheRightToListIsGiven() throws Exception {
    try (Resolving resolving = Resolving.start(service)) {
      resolving.next();
      server.nextWatch();
      server.refuse(403);

      server.endWatches();

      assertThat(server.nextRequest().isWatch()).isTrue();
      assertThat(server.nextRequest().isWatch()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 502, 503})
  void keepsTheAddressesAndItsVersionWhileTheServerIsBusy(int status) throws Exception {
    try (Resolving resolving = Resolving.start(service)) {
      resolving.next();
      server.nextWatch();
      for (int i = 0; i < 3; i++) {
        server.refuse(status);
      }

      server.endWatches();

      for (int i = 0; i < 4; i++) {
        assertThat(server.nextRequest().query()).containsEntry("resourceVersion", "101");
      }
      assertThat(resolving.unseen()).isZero();
      server.put("users-1", SliceText.of(9, "10.0.0.2"));
      assertThat(resolving.next()).isEqualTo("10.0.0.2:9");
    }
  }

  @Test
  void keepsTheAddressesWhileTheServerIsAway() throws Exception {
    try (FaultProxy proxy = FaultProxy.to(server.port()).start();
        Resolving resolving =
            Resolving.start(
                Resolving.service(
                    URI.create("https://127.0.0.1:" + proxy.port()),
                    token,
                    authority.certificateFile()))) {
      resolving.next();
      server.nextWatch();

      proxy.refuse();
      proxy.cut();
      server.put("users-2", SliceText.of(9, "10.0.0.2"));
      proxy.accept();

      FakeApiServer.Request again = server.nextRequest();
      assertThat(again.isWatch()).isTrue();
      assertThat(again.query()).containsEntry("resourceVersion", "101");
      assertThat(resolving.next()).isEqualTo("10.0.0.1:9 10.0.0.2:9");
    }
  }

  @Test
  void trustsNoOtherAuthority() throws Exception {
    Path other = TestAuthority.create(folder, "other").certificateFile();
    Path trusted = Files.copy(other, folder.resolve("ca.crt"));
    try (Resolving resolving = Resolving.start(Resolving.service(server.uri(), token, trusted))) {
      assertThat(resolving.next())
          .startsWith("UNAVAILABLE: the Kubernetes API server " + server.uri() + " cannot be")
          .contains("unable to find valid certification path");
      assertThat(server.unseenRequests()).isZero();

      Path fresh = Files.copy(authority.certificateFile(), folder.resolve("fresh.crt"));
      Files.move(fresh, trusted, StandardCopyOption.ATOMIC_MOVE);

      assertThat(resolving.next()).isEqualTo("10.0.0.1:9");
    }
  }

  @Test
  void trustsNoServerOfAnotherName() throws Exception {
    try (FakeApiServer elsewhere = FakeApiServer.start(authority.issue("other"), "127.0.0.2");
        Resolving resolving =
            Resolving.start(
                Resolving.service(elsewhere.uri(), token, authority.certificateFile()))) {
      assertThat(resolving.next()).contains("No subject alternative names matching IP address");
      assertThat(elsewhere.unseenRequests()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "two secrets", "two\nsecrets", "söcret"})
  void keepsATokenThatIsNoneToItself(String content) throws Exception {
    Files.writeString(token, content);
    try (Resolving resolving = Resolving.start(service)) {
      assertThat(resolving.next())
          .isEqualTo(
              "UNAVAILABLE: the Kubernetes token file "
                  + token
                  + " holds no token: expected one word of visible ASCII characters");
      assertThat(server.unseenRequests()).isZero();

      Files.writeString(token, "second");

      assertThat(resolving.next()).isEqualTo("10.0.0.1:9");
    }
  }

  @Test
  void saysWhichFileIsMissing() throws Exception {
    Files.delete(token);
    try (Resolving resolving = Resolving.start(service)) {
      assertThat(resolving.next()).endsWith("token file " + token + " cannot be read");
    }
    Files.writeString(token, "first");
    Path empty = Files.createFile(folder.resolve("empty.crt"));
    try (Resolving resolving = Resolving.start(Resolving.service(server.uri(), token, empty))) {
      assertThat(resolving.next())
          .endsWith("file " + empty + " holds no PEM certificate that can be read");
    }
  }

  @Test
  void saysThatNobodyListens() throws Exception {
    server.close();
    try (Resolving resolving = Resolving.start(service)) {
      assertThat(resolving.next())
          .startsWith("UNAVAILABLE: the Kubernetes API server " + server.uri() + " cannot be")
          .doesNotContain("null");
    }
  }
}
