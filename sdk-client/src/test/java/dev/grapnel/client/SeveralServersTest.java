package dev.grapnel.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.client.balancing.LoadBalancing;
import dev.grapnel.client.resolver.Targets;
import dev.grapnel.testing.fault.FaultProxy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class SeveralServersTest {

  @Test
  void givesEachServerTheSameShare() {
    try (HealthServer one = HealthServer.start();
        HealthServer two = HealthServer.start();
        HealthServer three = HealthServer.start();
        GRPCClient client = client(one, two, three)) {
      Loopback.checkUntilEachIsCalled(client, one, two, three);
      forgetCalls(one, two, three);

      Loopback.check(client, 30);

      assertThat(one.calls()).hasSize(10);
      assertThat(two.calls()).hasSize(10);
      assertThat(three.calls()).hasSize(10);
    }
  }

  @Test
  void sendsAllCallsToTheFirstServerWhenAskedTo() {
    try (HealthServer one = HealthServer.start();
        HealthServer two = HealthServer.start();
        GRPCClient client =
            GRPCClient.builder(targets(one, two))
                .loadBalancing(LoadBalancing.pickFirst())
                .build()) {
      Loopback.check(client, 10);

      assertThat(one.calls()).hasSize(10);
      assertThat(two.calls()).isEmpty();
    }
  }

  @Test
  void picksTheSecondServerWhereTheFirstIsDown() {
    try (HealthServer server = HealthServer.start();
        GRPCClient client =
            GRPCClient.builder(Targets.of("localhost:" + Loopback.DEAD_PORT, at(server)))
                .loadBalancing(LoadBalancing.pickFirst())
                .build()) {
      Loopback.check(client, 10);

      assertThat(server.calls()).hasSize(10);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void callsTheOthersWhereOneIsDown(int position) {
    assertCallsGoToTheOthers(position, "localhost:" + Loopback.DEAD_PORT);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void callsTheOthersWhereOneHasAnUnknownName(int position) {
    assertCallsGoToTheOthers(position, Loopback.UNKNOWN_HOST + ":50051");
  }

  @Test
  void countsAServerThatIsListedTwiceOnce() {
    try (HealthServer one = HealthServer.start();
        HealthServer two = HealthServer.start();
        GRPCClient client = client(one, one, two)) {
      Loopback.checkUntilEachIsCalled(client, one, two);
      forgetCalls(one, two);

      Loopback.check(client, 10);

      assertThat(one.calls()).hasSize(5);
      assertThat(two.calls()).hasSize(5);
    }
  }

  @Test
  void callsAServerAgainThatCameBack() {
    try (HealthServer stays = HealthServer.start();
        HealthServer returns = HealthServer.start();
        FaultProxy proxy = FaultProxy.to(returns.port()).start();
        GRPCClient client = GRPCClient.builder(at(stays), proxy.target()).build()) {
      Loopback.checkUntilEachIsCalled(client, stays, returns);
      proxy.refuse();
      proxy.goAway();
      Loopback.checkUntilNotCalled(client, returns);
      proxy.cut();

      proxy.accept();

      Loopback.checkUntilEachIsCalled(client, returns);
      assertThat(proxy.accepted()).isEqualTo(2);
    }
  }

  @Test
  void losesNoCallWhileAServerGoes() throws Exception {
    try (HealthServer stays = HealthServer.start();
        HealthServer goes = HealthServer.start();
        GRPCClient client = client(stays, goes)) {
      Loopback.checkUntilEachIsCalled(client, stays, goes);
      forgetCalls(stays, goes);
      goes.stop();

      Loopback.check(client, 100);

      assertThat(stays.calls()).hasSize(100);
    }
  }

  private static void assertCallsGoToTheOthers(int position, String bad) {
    try (HealthServer one = HealthServer.start();
        HealthServer two = HealthServer.start()) {
      String[] list = {at(one), at(one), at(one)};
      list[position] = bad;
      list[(position + 1) % 3] = at(two);
      try (GRPCClient client = GRPCClient.builder(Targets.of(list)).build()) {
        Loopback.checkUntilEachIsCalled(client, one, two);
        forgetCalls(one, two);

        Loopback.check(client, 20);

        assertThat(one.calls()).hasSize(10);
        assertThat(two.calls()).hasSize(10);
      }
    }
  }

  private static GRPCClient client(HealthServer... servers) {
    return GRPCClient.builder(targets(servers)).build();
  }

  private static Targets targets(HealthServer... servers) {
    String[] list = new String[servers.length];
    for (int i = 0; i < servers.length; i++) {
      list[i] = at(servers[i]);
    }
    return Targets.of(list);
  }

  private static String at(HealthServer server) {
    return server.at("127.0.0.1");
  }

  private static void forgetCalls(HealthServer... servers) {
    for (HealthServer server : servers) {
      server.calls().clear();
    }
  }
}
