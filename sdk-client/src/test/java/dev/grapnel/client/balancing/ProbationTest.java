package dev.grapnel.client.balancing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.testing.time.VirtualClock;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that failed gets few calls until it is known what has become of it. */
@Timeout(60)
class ProbationTest {

  private static final Duration INTERVAL = Duration.ofSeconds(5);
  private static final int LOOKS = 5;
  private static final int MIN_CALLS = 10;
  private static final OutlierDetection DETECTION =
      new OutlierDetection(
          INTERVAL,
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          50,
          MIN_CALLS,
          0.2,
          5,
          Duration.ofMillis(5));

  private final VirtualClock clock = VirtualClock.create();
  private SpreadChannel opened;

  @ParameterizedTest
  @ValueSource(strings = {"round_robin", "least_request", "fixed_weights"})
  void getsFewCallsUntilItIsJudged(String policy) throws Exception {
    try (CheckServer bad = CheckServer.start();
        CheckServer good = CheckServer.start();
        CheckServer other = CheckServer.start();
        SpreadChannel channel = onProbation(settings(policy, good), bad, good, other)) {
      int before = bad.calls.get();
      channel.tryCheck(100);
      assertThat(bad.callsSince(before)).isEqualTo(4);

      channel.tryCheck(1000);
      assertThat(bad.callsSince(before)).isEqualTo(2 * MIN_CALLS);
      look();
      channel.avoid(bad);
      assertThat(channel.told).hasSize(2).last().asString().startsWith("ejected " + port(bad));
    }
  }

  @Test
  void hasItsFullShareBackWhenItHealed() throws Exception {
    try (CheckServer bad = CheckServer.start();
        CheckServer good = CheckServer.start();
        SpreadChannel channel = onProbation(roundRobin(), bad, good)) {
      bad.heal();
      channel.check(25 * (MIN_CALLS - 2));
      look();
      assertThat(channel.told).hasSize(1);

      channel.check(25 * 2);
      look();
      int before = bad.calls.get();
      channel.check(60);
      assertThat(bad.callsSince(before)).isEqualTo(30);
      assertThat(channel.told).hasSize(2).contains("readmitted " + port(bad));
    }
  }

  @Test
  void isLeftOutAgainWhenItHangs() throws Exception {
    try (CheckServer bad = CheckServer.start();
        CheckServer good = CheckServer.start();
        SpreadChannel channel = onProbation(roundRobin(), bad, good)) {
      bad.heal().hold();
      List<Future<HealthCheckResponse>> calls = new ArrayList<>();
      for (int i = 0; i < 25 * 2 * MIN_CALLS; i++) {
        calls.add(channel.async().check(HealthCheckRequest.getDefaultInstance()));
      }
      while (calls.stream().filter(call -> !call.isDone()).count() > 2 * MIN_CALLS) {
        Thread.onSpinWait();
      }
      nextInterval();
      assertThat(channel.told).hasSize(1);

      channel.check(MIN_CALLS * 2);
      look();
      assertThat(channel.told).hasSize(2).last().asString().contains(": median 1.0 s");
      assertThat(calls).filteredOn(call -> !call.isDone()).hasSize(2 * MIN_CALLS);
    }
  }

  @Test
  void endsWhereCallsAreTooFewToJudgeBy() throws Exception {
    try (CheckServer bad = CheckServer.start();
        CheckServer good = CheckServer.start();
        SpreadChannel channel = onProbation(roundRobin(), bad, good)) {
      nextInterval();
      channel.tryCheck(MIN_CALLS);
      assertThat(channel.told).hasSize(1);

      nextInterval();
      assertThat(channel.told).hasSize(2).contains("readmitted " + port(bad));
    }
  }

  @Test
  void endsWhenTheServerIsRestarted() throws Exception {
    try (CheckServer bad = CheckServer.start();
        CheckServer good = CheckServer.start();
        SpreadChannel channel = onProbation(roundRobin(), bad, good)) {
      bad.kill();
      bad.heal().restart();

      channel.reach(bad);
      assertThat(channel.told).contains("readmitted " + port(bad));
    }
  }

  @Test
  void endsWhenNoOtherIsLeft() throws Exception {
    try (CheckServer bad = CheckServer.start();
        CheckServer good = CheckServer.start();
        SpreadChannel channel = onProbation(roundRobin(), bad, good)) {
      good.kill();

      while (channel.told.size() < 2) {
        channel.tryCheck();
      }
      assertThat(channel.told).contains("readmitted " + port(bad));
    }
  }

  /** The first of the servers fails, and was left out for its time. */
  private SpreadChannel onProbation(LoadBalancing settings, CheckServer... servers)
      throws InterruptedException {
    SpreadChannel channel = SpreadChannel.open(settings, clock, servers);
    opened = channel;
    channel.tryCheck();
    clock.awaitPendingTasks(1);
    channel.reach(servers);
    nextInterval();
    servers[0].fail(Status.UNAVAILABLE);
    channel.tryCheck(120);
    for (int i = 0; i < 3; i++) {
      nextInterval();
      assertThat(channel.told).singleElement().asString().startsWith("ejected");
    }
    return channel;
  }

  private static LoadBalancing roundRobin() {
    return LoadBalancing.roundRobin().outlierDetection(DETECTION);
  }

  private static LoadBalancing settings(String policy, CheckServer heavy) {
    return policy.equals(LoadBalancing.WEIGHTED)
        ? LoadBalancing.weighted(Map.of(heavy.target(), 2)).outlierDetection(DETECTION)
        : LoadBalancing.of(policy).outlierDetection(DETECTION);
  }

  private void nextInterval() throws InterruptedException {
    for (int i = 0; i < LOOKS; i++) {
      look();
    }
  }

  private void look() throws InterruptedException {
    clock.awaitPendingTasks(1);
    clock.advance(INTERVAL.dividedBy(LOOKS));
    opened.settle();
  }

  private static int port(CheckServer server) {
    return server.address().getPort();
  }
}
