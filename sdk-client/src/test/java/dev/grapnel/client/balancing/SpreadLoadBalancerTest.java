package dev.grapnel.client.balancing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.util.concurrent.ListenableFuture;
import io.grpc.Attributes;
import io.grpc.EquivalentAddressGroup;
import io.grpc.Status;
import io.grpc.StatusOr;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SpreadLoadBalancerTest {

  private static final HealthCheckRequest ANY = HealthCheckRequest.getDefaultInstance();

  @Test
  void givesEachServerTheSameShare() {
    try (CheckServer one = CheckServer.start();
        CheckServer two = CheckServer.start();
        CheckServer three = CheckServer.start();
        SpreadChannel channel = SpreadChannel.open(LoadBalancing.roundRobin(), one, two, three)) {
      channel.reach(one, two, three);

      assertShares(channel, 3000, 1000, one, two, three);
    }
  }

  @Test
  void opensSeveralConnectionsToEachAddressWhichTakeTurns() {
    try (CheckServer one = CheckServer.start();
        CheckServer two = CheckServer.start();
        SpreadChannel channel =
            SpreadChannel.open(LoadBalancing.roundRobin().connectionsPerAddress(4), one, two)) {
      while (one.peers.size() < 4 || two.peers.size() < 4) {
        channel.check();
      }

      assertShares(channel, 80, 40, one, two);
      assertThat(one.peers).hasSize(4);
    }
  }

  @Test
  void usesGroupsOfSeveralAddressesAndDuplicatesOnce() {
    try (CheckServer one = CheckServer.start();
        CheckServer two = CheckServer.start();
        SpreadChannel channel =
            SpreadChannel.open(
                LoadBalancing.roundRobin(),
                new EquivalentAddressGroup(List.of(one.address(), two.address())),
                one.group())) {
      channel.reach(one, two);

      assertShares(channel, 20, 10, one, two);
    }
  }

  @Test
  void addressesEachServerByItsOwnName() {
    try (CheckServer one = CheckServer.start();
        SpreadChannel channel =
            SpreadChannel.open(LoadBalancing.roundRobin(), named("one.test:1", one))) {
      channel.check();

      assertThat(one.authorities).containsExactly("one.test:1");
    }
  }

  @Test
  void followsAListThatGrowsAndShrinksWithoutLosingACall() throws Exception {
    try (CheckServer one = CheckServer.start();
        CheckServer two = CheckServer.start();
        CheckServer three = CheckServer.start();
        SpreadChannel channel = SpreadChannel.open(LoadBalancing.roundRobin(), one, two)) {
      channel.reach(one, two);
      List<ListenableFuture<HealthCheckResponse>> calls = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        channel.resolve(one, two, three);
        call(channel, 25, calls);
        channel.reach(three);
        channel.resolve(two, three);
        call(channel, 25, calls);
        channel.avoid(one);
      }

      for (ListenableFuture<HealthCheckResponse> call : calls) {
        assertThat(call.get(20, TimeUnit.SECONDS)).isNotNull();
      }
    }
  }

  @Test
  void letsCallsEndOnAnAddressThatIsRemoved() throws Exception {
    try (CheckServer goes = CheckServer.start();
        CheckServer stays = CheckServer.start();
        SpreadChannel channel = SpreadChannel.open(LoadBalancing.roundRobin(), goes)) {
      channel.reach(goes);
      goes.hold();
      ListenableFuture<HealthCheckResponse> call = channel.async().check(ANY);
      channel.resolve(stays);
      channel.reach(stays);

      goes.release();

      assertThat(call.get(20, TimeUnit.SECONDS)).isNotNull();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"round_robin", "least_request"})
  void callsTheOthersWhileAServerIsGoneAndGivesItsShareBack(String policy) throws Exception {
    try (CheckServer one = CheckServer.start();
        CheckServer two = CheckServer.start();
        CheckServer three = CheckServer.start();
        SpreadChannel channel = SpreadChannel.open(LoadBalancing.of(policy), one, two, three)) {
      for (int i = 0; i < 3; i++) {
        channel.reach(one, two, three);
        two.kill();
        channel.avoid(two);
        channel.check(100);
        two.restart();
        channel.reach(two);
      }

      int[] before = {one.calls.get(), two.calls.get(), three.calls.get()};
      channel.check(600);
      double tolerance = policy.equals("round_robin") ? 0 : 100;
      assertThat((double) one.callsSince(before[0])).isBetween(200 - tolerance, 200 + tolerance);
      assertThat((double) two.callsSince(before[1])).isBetween(200 - tolerance, 200 + tolerance);
      assertThat((double) three.callsSince(before[2])).isBetween(200 - tolerance, 200 + tolerance);
    }
  }

  @Test
  void spreadsByWeightOfNamesAndOfNumbers() {
    try (CheckServer one = CheckServer.start();
        CheckServer two = CheckServer.start();
        CheckServer three = CheckServer.start();
        SpreadChannel channel =
            SpreadChannel.open(
                LoadBalancing.weighted(Map.of("one.test:1", 5, two.target(), 3)),
                named("one.test:1", one),
                two.group(),
                three.group())) {
      channel.reach(one, two, three);
      int[] before = {one.calls.get(), two.calls.get(), three.calls.get()};

      channel.check(90);

      assertThat(one.callsSince(before[0])).isEqualTo(50);
      assertThat(two.callsSince(before[1])).isEqualTo(30);
      assertThat(three.callsSince(before[2])).isEqualTo(10);
    }
  }

  @Test
  void prefersTheServerWithFewerCallsRunning() throws Exception {
    try (CheckServer busy = CheckServer.start();
        CheckServer idle = CheckServer.start();
        SpreadChannel channel = SpreadChannel.open(LoadBalancing.leastRequest(), busy, idle)) {
      channel.reach(busy, idle);
      busy.hold();
      ListenableFuture<HealthCheckResponse> last = channel.async().check(ANY);
      while (busy.held.isEmpty()) {
        last = last.isDone() ? channel.async().check(ANY) : last;
      }
      int before = idle.calls.get();

      channel.check(50);

      assertThat(idle.callsSince(before)).isEqualTo(50);
      busy.heal().release();
      channel.reach(busy);
    }
  }

  @Test
  void tellsOfStreamsThatWaitForThePeer() throws Exception {
    try (CheckServer server = CheckServer.start(1);
        SpreadChannel channel = SpreadChannel.open(LoadBalancing.roundRobin(), server)) {
      channel.check();
      server.hold();
      List<ListenableFuture<HealthCheckResponse>> calls = new ArrayList<>();
      call(channel, 4, calls);
      awaitWaiting(channel, 3);

      calls.get(3).cancel(true);
      awaitWaiting(channel, 2);
      for (int i = 0; i < 3; i++) {
        server.release();
      }

      awaitWaiting(channel, 0);
      assertThat(calls.get(2).get(20, TimeUnit.SECONDS)).isNotNull();
    }
  }

  @Test
  void failsWithTheLastErrorWhereNoServerIsThereAndRecovers() throws Exception {
    try (CheckServer server = CheckServer.start();
        SpreadChannel channel = SpreadChannel.open(LoadBalancing.roundRobin(), server)) {
      channel.check();
      server.kill();
      channel.tryCheck();

      assertThatThrownBy(channel::check).hasMessageContaining("UNAVAILABLE");
      server.restart();
      channel.reach(server);
    }
  }

  @Test
  void keepsItsAddressesWhereThereAreNoNewOnes() {
    try (CheckServer server = CheckServer.start();
        SpreadChannel channel = SpreadChannel.open(LoadBalancing.roundRobin(), server)) {
      channel.check();

      channel.resolve(StatusOr.fromStatus(Status.UNAVAILABLE));
      channel.check();
      channel.resolve();
      channel.check();
    }
  }

  @Test
  void failsWhereThereWereNeverAnyAddresses() {
    try (CheckServer server = CheckServer.start();
        SpreadChannel channel =
            SpreadChannel.open(LoadBalancing.roundRobin(), new CheckServer[0])) {
      assertThatThrownBy(channel::check).hasMessageContaining("the target has no addresses");

      channel.resolve(server);
      channel.reach(server);
    }
  }

  @Test
  void leavesOtherPoliciesToGrpcJava() {
    try (CheckServer one = CheckServer.start();
        CheckServer two = CheckServer.start();
        SpreadChannel channel = SpreadChannel.open(LoadBalancing.pickFirst(), one, two)) {
      channel.check(10);

      assertThat(Set.of(one.calls.get(), two.calls.get())).containsExactlyInAnyOrder(10, 0);
    }
  }

  private static void call(
      SpreadChannel channel, int times, List<ListenableFuture<HealthCheckResponse>> calls) {
    for (int i = 0; i < times; i++) {
      calls.add(channel.async().check(ANY));
    }
  }

  private static void awaitWaiting(SpreadChannel channel, int count) {
    while (channel.waiting.get() != count) {
      Thread.onSpinWait();
    }
  }

  private static EquivalentAddressGroup named(String name, CheckServer server) {
    return new EquivalentAddressGroup(
        server.address(),
        Attributes.newBuilder().set(EquivalentAddressGroup.ATTR_AUTHORITY_OVERRIDE, name).build());
  }

  private static void assertShares(
      SpreadChannel channel, int calls, int share, CheckServer... servers) {
    int[] before = new int[servers.length];
    for (int i = 0; i < servers.length; i++) {
      before[i] = servers[i].calls.get();
    }
    channel.check(calls);
    for (int i = 0; i < servers.length; i++) {
      assertThat(servers[i].callsSince(before[i])).isEqualTo(share);
    }
  }
}
