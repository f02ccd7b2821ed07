package dev.grapnel.client.resolver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.grapnel.core.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "users.internal:50051",
        "grpc_1:1",
        "10.0.0.7:65535",
        "[::1]:50051",
        "[2001:db8::10.0.0.7]:50051",
        "[fe80::1%eth0]:50051",
        "[fe80::1%2]:50051"
      })
  void takesNamesAndAddressesWithAPort(String target) {
    assertThat(Targets.of(target)).hasToString(target);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "users.internal",
        "users.internal:",
        ":50051",
        "users internal:50051",
        "http://users.internal:50051",
        "users.internal:http",
        "users.internal:-1",
        "users.internal:123456",
        "::1:50051",
        "[::1]",
        "[a:1]:50051",
        "[10.0.0.7]:50051",
        "[users.internal]:50051",
        "a:1,b:2"
      })
  void refusesAMalformedTargetAndQuotesIt(String target) {
    assertThatThrownBy(() -> Targets.of(target))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "the target \"%s\" is malformed: expected host:port, such as users.internal:50051%s",
            target,
            target.contains("://") ? "; targets with a scheme go through Targets.uri(…)" : "");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 65536, 123456})
  void refusesAPortOutOfRange(int port) {
    assertThatThrownBy(() -> Targets.of("users.internal", port))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("users.internal:" + port);
  }

  @Test
  void saysWhichPortsThereAre() {
    assertThatThrownBy(() -> Targets.of("users.internal", 65536))
        .hasMessage("the target \"users.internal:65536\" has the port 65536: expected 1 to 65535");
  }

  @Test
  void reportsAllMalformedTargetsAtOnce() {
    ConfigException failure =
        catchThrowableOfType(
            ConfigException.class, () -> Targets.of("a:0", "good:1", "no-port", "b:99999"));

    assertThat(failure.problems())
        .hasSize(3)
        .satisfiesExactly(
            problem -> assertThat(problem).contains("\"a:0\""),
            problem -> assertThat(problem).contains("\"no-port\""),
            problem -> assertThat(problem).contains("\"b:99999\""));
  }

  @Test
  void refusesAnEmptyList() {
    assertThatThrownBy(Targets::of)
        .isInstanceOf(ConfigException.class)
        .hasMessage("there is no target: expected at least one host:port");
  }

  @Test
  void bracketsAnIpv6AddressThatComesWithoutThem() {
    assertThat(Targets.of("::1", 50051)).hasToString("[::1]:50051");
    assertThat(Targets.of("[::1]", 50051)).hasToString("[::1]:50051");
  }

  @Test
  void takesSpacesAroundATargetOff() {
    assertThat(Targets.of(" a:1", "b:2 ")).hasToString("a:1, b:2");
  }

  @Test
  void readsAFileByItsUri(@TempDir Path folder) throws IOException {
    Path list = Files.writeString(folder.resolve("targets"), "grpc1:50051\n");

    assertThat(Targets.uri("file://" + list).toUri()).isEqualTo(Targets.file(list).toUri());
    assertThat(Targets.uri("file://" + list).problems()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"grapnel-list:///a", "grapnel-dns:///a%20b", "grapnel:dns:///a"})
  void refusesWhatOthersAreTurnedInto(String target) {
    assertThat(Targets.uri(target).problems()).hasSize(1);
  }

  @Test
  void passesATargetOfARegisteredSchemeThroughAsItIs() {
    Targets targets = Targets.uri("kubernetes:///users.shop:50051");

    assertThat(targets.toUri()).isEqualTo("kubernetes:///users.shop:50051");
    assertThat(targets).hasToString("kubernetes:///users.shop:50051");
    assertThat(targets.problems()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "dns:///users.internal:50051, grapnel-dns:///users.internal:50051",
    "DNS:///users.internal:50051, grapnel-dns:///users.internal:50051",
    "dns:users.internal, grapnel-dns:///users.internal",
    "users.internal:50051, grapnel-dns:///users.internal:50051",
    "dns:///[::1]:50051, grapnel-dns:///%5B::1%5D:50051",
    "dns://10.0.0.2:5353/users.internal., grapnel-dns://10.0.0.2:5353/users.internal.",
    "dns://[::1]/users.internal:1, grapnel-dns://[::1]/users.internal:1",
  })
  void resolvesNamesOfDnsItself(String target, String uri) {
    assertThat(Targets.uri(target).problems()).isEmpty();
    assertThat(Targets.uri(target).toUri()).isEqualTo(uri);
    assertThat(Targets.uri(target)).hasToString(target);
  }

  @Test
  void takesANameForDnsInTwoParts() {
    assertThat(Targets.dns("users.internal", 50051)).hasToString("dns:///users.internal:50051");
    assertThat(Targets.dns("users.internal", 50051).toUri())
        .isEqualTo(Targets.uri("dns:///users.internal:50051").toUri());
    assertThatThrownBy(() -> Targets.dns("users internal", 50051))
        .isInstanceOf(ConfigException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dns:",
        "dns:///",
        "dns:///a b:1",
        "dns:///a:0",
        "dns:///a/b:1",
        "dns://users.internal:50051",
        "dns:///[a]:1"
      })
  void saysHowANameForDnsLooks(String target) {
    assertThat(Targets.uri(target).problems())
        .containsExactly(
            "the target \""
                + target
                + "\" is malformed: expected dns:///host:port, such as"
                + " dns:///users.internal:50051, or dns://10.0.0.2:53/users.internal:50051 to ask a"
                + " name server of your own");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bad server", "ns.internal", "10.0.0.256", "10.0.0.2:0", "[::g]", "::1"})
  void saysHowANameServerLooks(String server) {
    assertThat(Targets.uri("dns://" + server + "/users.internal:1").problems())
        .containsExactly(
            "the target \"dns://"
                + server
                + "/users.internal:1\" has the name server \""
                + server
                + "\": expected an address with a port or without, such as 10.0.0.2:53");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nosuchscheme:///users", "xds:///users", "/run/users.sock", "a b"})
  void saysWhichSchemesThereAre(String target) {
    assertThat(Targets.uri(target).problems())
        .containsExactly(
            "the target \""
                + target
                + "\" has no scheme that is known: expected dns:///users.internal:50051,"
                + " unix:///run/users.sock, xds:///users with io.grpc:grpc-xds on the class path,"
                + " or a scheme that is registered with grpc-java");
  }

  @Test
  void knowsLoopback() {
    assertThat(Targets.of("127.elsewhere.example:1").areLoopback()).isFalse();
    assertThat(Targets.of("[0:0:0:0:0:0:0:1]:1").areLoopback()).isTrue();
    assertThat(Targets.of("localhost:1", "LocalHost:2", "127.0.0.2:3", "[::1]:4").areLoopback())
        .isTrue();
    assertThat(Targets.uri("unix:///run/users.sock").areLoopback()).isTrue();
    assertThat(Targets.uri("dns:///localhost:1").areLoopback()).isTrue();
    assertThat(Targets.dns("localhost", 1).areLoopback()).isTrue();
  }

  @Test
  void takesOneRemoteServerAmongLocalOnesAsRemote() {
    assertThat(Targets.of("localhost:1", "users.internal:2").areLoopback()).isFalse();
    assertThat(Targets.uri("dns:///users.internal:50051").areLoopback()).isFalse();
  }
}
