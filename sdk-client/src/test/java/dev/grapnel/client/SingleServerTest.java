package dev.grapnel.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.client.balancing.LoadBalancing;
import dev.grapnel.client.resolver.Targets;
import dev.grapnel.core.security.TransportSecurity;
import io.grpc.health.v1.HealthGrpc;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class SingleServerTest {

  private final HealthServer server = HealthServer.start();

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1", "LOCALHOST"})
  void callsOneServerByHostAndPort(String host) {
    try (GRPCClient client = GRPCClient.builder(host, server.port()).build()) {
      assertThat(Loopback.check(client)).isEqualTo(HealthServer.SERVING);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"::1", "[::1]", "0:0:0:0:0:0:0:1"})
  @EnabledIf("dev.grapnel.client.Loopback#hasIpv6")
  void callsOneServerByIpv6Address(String host) throws Exception {
    try (HealthServer everywhere = HealthServer.onAllAddresses(TransportSecurity.plaintext());
        GRPCClient client = GRPCClient.builder(host, everywhere.port()).build()) {
      assertThat(Loopback.check(client)).isEqualTo(HealthServer.SERVING);
    }
  }

  @Test
  @EnabledIf("dev.grapnel.client.Loopback#hasIpv6")
  void takesIpv6AddressesInAList() throws Exception {
    try (HealthServer everywhere = HealthServer.onAllAddresses(TransportSecurity.plaintext());
        GRPCClient client =
            GRPCClient.builder(server.at("127.0.0.1"), everywhere.at("[::1]")).build()) {
      Loopback.checkUntilEachIsCalled(client, server, everywhere);
    }
  }

  @Test
  void callsATargetInTheFormOfGrpc() {
    Targets targets = Targets.uri("dns:///" + server.at("localhost"));
    try (GRPCClient client = GRPCClient.builder(targets).build()) {
      assertThat(Loopback.check(client)).isEqualTo(HealthServer.SERVING);
    }
  }

  @Test
  void streamsToo() {
    try (GRPCClient client = GRPCClient.builder("localhost", server.port()).build()) {
      assertThat(client.stub(HealthGrpc::newBlockingStub).watch(Loopback.ANY))
          .toIterable()
          .hasSize(2);
    }
  }

  @Test
  void picksTheFirstWhenAskedTo() {
    try (GRPCClient client =
        GRPCClient.builder("localhost", server.port())
            .loadBalancing(LoadBalancing.pickFirst())
            .build()) {
      assertThat(Loopback.check(client)).isEqualTo(HealthServer.SERVING);
    }
  }

  @Test
  void addressesTheServerByItsTarget() {
    try (GRPCClient client = GRPCClient.builder("localhost", server.port()).build()) {
      Loopback.check(client);
    }
    assertThat(server.calls())
        .singleElement()
        .satisfies(call -> assertThat(call.authority()).isEqualTo(server.at("localhost")));
  }
}
