package dev.grapnel.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.client.balancing.LoadBalancing;
import dev.grapnel.client.resolver.Targets;
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
            GRPCClient.builder(Targets.of("localhost:" + Loopback.freePort(), at(server)))
                .loadBalancing(LoadBalancing.pickFirst())
                .build()) {
      Loopback.check(client, 10);

      assertThat(server.calls()).hasSize(10);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void callsTheOthersWhereOneIsDown(int position) {
    String down = "localhost:" + Loopback.freePort();
    assertCallsGoToTheOthers(position, down);
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
    int port;
    try (HealthServer stays = HealthServer.start()) {
      HealthServer goes = HealthServer.start();
      port = goes.port();
      try (GRPCClient client = client(stays, goes)) {
        Loopback.checkUntilEachIsCalled(client, stays, goes);
        goes.stop();
        Loopback.checkUntilEachIsCalled(client, stays);

        try (HealthServer back = HealthServer.start(port)) {
          Loopback.checkUntilEachIsCalled(client, back);
          assertThat(back.calls()).isNotEmpty();
        }
      }
    }
  }

  @Test
  void losesNoCallWhileAServerGoes() {
    try (HealthServer stays = HealthServer.start()) {
      HealthServer goes = HealthServer.start();
      try (GRPCClient client = client(stays, goes)) {
        Loopback.checkUntilEachIsCalled(client, stays, goes);
        forgetCalls(stays, goes);
        goes.stop();

        Loopback.check(client, 100);

        assertThat(stays.calls()).hasSize(100);
      }
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
