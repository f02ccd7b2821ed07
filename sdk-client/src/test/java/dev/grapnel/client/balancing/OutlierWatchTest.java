package dev.grapnel.client.balancing;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.ListenableFuture;
import dev.grapnel.testing.time.VirtualClock;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OutlierWatchTest {

  private static final HealthCheckRequest ANY = HealthCheckRequest.getDefaultInstance();
  private static final Duration INTERVAL = Duration.ofSeconds(5);
  private static final int LOOKS = 5;

  private final VirtualClock clock = VirtualClock.create();
  private SpreadChannel opened;

  @Test
  void goesAroundAServerThatFailsUntilItHeals() throws Exception {
    try (CheckServer bad = CheckServer.start();
        CheckServer good = CheckServer.start();
        CheckServer other = CheckServer.start();
        SpreadChannel channel = open(bad, good, other)) {
      bad.fail(Status.UNAVAILABLE);
      channel.tryCheck(60);

      nextInterval();
      channel.avoid(bad);
      channel.check(60);
      assertThat(channel.told)
          .containsExactly("ejected " + port(bad) + ": failed 20 of 20 calls, its peers 0 of 40");

      bad.heal();
      nextInterval();
      nextInterval();
      channel.reach(bad);
      channel.check(300);
      look();
      int before = bad.calls.get();
      channel.check(60);
      assertThat(bad.callsSince(before)).isEqualTo(20);
      nextInterval();
      assertThat(channel.told).hasSize(2).contains("readmitted " + port(bad));
    }
  }

  @Test
  void goesAroundAServerThatIsSlow() throws Exception {
    try (CheckServer slow = CheckServer.start();
        CheckServer good = CheckServer.start();
        CheckServer other = CheckServer.start();
        SpreadChannel channel = open(slow, good, other)) {
      slow.hold();
      List<ListenableFuture<HealthCheckResponse>> calls = callAndHold(channel, 60, slow, 20);
      clock.advance(Duration.ofMillis(100));
      for (int i = 0; i < 20; i++) {
        slow.release();
      }
      awaitEnd(calls);

      nextInterval();
      slow.heal();
      channel.avoid(slow);
      assertThat(channel.told).singleElement().asString().startsWith("ejected " + port(slow));
      assertThat(channel.told.get(0)).contains(": median 92 ms, its peers 0.1 ms");
    }
  }

  @Test
  void goesAroundAServerThatHangs() throws Exception {
    try (CheckServer hangs = CheckServer.start();
        CheckServer good = CheckServer.start();
        SpreadChannel channel = open(hangs, good)) {
      hangs.hold();
      callAndHold(channel, 40, hangs, 20);
      nextInterval();
      callAndHold(channel, 40, hangs, 40);

      nextInterval();
      channel.check(40);

      assertThat(channel.told).singleElement().asString().contains("median 4.8 s");
      assertThat(hangs.held).hasSize(40);
    }
  }

  @Test
  void countsCallsThatRunOutOfTimeAsFailed() throws Exception {
    try (CheckServer hangs = CheckServer.start();
        CheckServer good = CheckServer.start();
        SpreadChannel channel = open(hangs, good)) {
      hangs.hold();
      // A call that is too late ends before its stream, which may fall into the next interval.
      while (channel.told.isEmpty()) {
        List<ListenableFuture<HealthCheckResponse>> calls = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
          calls.add(channel.async().withDeadlineAfter(2, TimeUnit.SECONDS).check(ANY));
        }
        awaitEnd(calls);
        nextInterval();
      }

      assertThat(channel.told).singleElement().asString().startsWith("ejected " + port(hangs));
      assertThat(channel.told.get(0)).containsPattern(": failed (\\d+) of \\1 calls");
    }
  }

  @Test
  void comparesInRealTimeToo() {
    OutlierDetection quick =
        new OutlierDetection(
            Duration.ofMillis(100),
            Duration.ofMillis(200),
            Duration.ofSeconds(1),
            50,
            5,
            0.2,
            5,
            Duration.ofSeconds(1));
    try (CheckServer bad = CheckServer.start().fail(Status.UNAVAILABLE);
        CheckServer good = CheckServer.start();
        SpreadChannel channel =
            SpreadChannel.open(LoadBalancing.leastRequest().outlierDetection(quick), bad, good)) {
      while (channel.told.isEmpty()) {
        channel.tryCheck();
      }
      bad.heal();

      while (!channel.told.contains("readmitted " + port(bad))) {
        channel.check();
      }
      assertThat(channel.told.get(0)).startsWith("ejected " + port(bad) + ": failed ");
    }
  }

  @Test
  void callsAllWhereAllAreBad() throws Exception {
    try (CheckServer one = CheckServer.start().fail(Status.INTERNAL);
        CheckServer two = CheckServer.start().fail(Status.INTERNAL);
        SpreadChannel channel = open(one, two)) {
      channel.tryCheck(60);
      nextInterval();

      channel.reach(one, two);
      assertThat(channel.told).isEmpty();
    }
  }

  @Test
  void leavesABadServerOutForLongerEachTime() throws Exception {
    try (CheckServer bad = CheckServer.start().fail(Status.UNKNOWN);
        CheckServer good = CheckServer.start();
        SpreadChannel channel = open(bad, good)) {
      channel.tryCheck(60);
      nextInterval();
      int times = 0;
      for (int intervals : new int[] {2, 4, 5, 5}) {
        assertThat(channel.told).hasSize(++times).last().asString().startsWith("ejected");
        for (int i = 0; i < intervals; i++) {
          channel.avoid(bad);
          nextInterval();
        }
        channel.reach(bad);
        channel.tryCheck(300);
        for (int i = 0; i < LOOKS; i++) {
          look();
        }
      }
    }
  }

  @Test
  void callsAnEjectedServerWhereNoOtherIsLeft() throws Exception {
    try (CheckServer bad = CheckServer.start().fail(Status.UNKNOWN);
        CheckServer good = CheckServer.start();
        SpreadChannel channel = open(bad, good)) {
      channel.tryCheck(60);
      nextInterval();
      channel.avoid(bad);

      good.kill();

      channel.reach(bad);
      assertThat(channel.told).contains("readmitted " + port(bad));
    }
  }

  @Test
  void callsAnEjectedServerThatWasRestarted() throws Exception {
    try (CheckServer bad = CheckServer.start().fail(Status.UNKNOWN);
        CheckServer good = CheckServer.start();
        SpreadChannel channel = open(bad, good)) {
      channel.tryCheck(60);
      nextInterval();
      channel.avoid(bad);

      bad.kill();
      bad.heal().restart();

      channel.reach(bad);
      assertThat(channel.told).contains("readmitted " + port(bad));
    }
  }

  @Test
  void leavesOutNoMoreThanItMay() throws Exception {
    try (CheckServer bad = CheckServer.start().fail(Status.UNKNOWN);
        CheckServer good = CheckServer.start();
        CheckServer other = CheckServer.start();
        SpreadChannel channel = open(bad, good, other)) {
      channel.tryCheck(60);
      nextInterval();
      channel.avoid(bad);

      other.fail(Status.UNKNOWN);
      for (int i = 0; i < 3; i++) {
        channel.tryCheck(60);
        nextInterval();
      }

      channel.reach(other);
      assertThat(channel.told).singleElement().asString().startsWith("ejected " + port(bad));
    }
  }

  @Test
  void watchesOnlyWhereThereIsSomethingToCompare() throws Exception {
    try (CheckServer one = CheckServer.start();
        CheckServer two = CheckServer.start();
        SpreadChannel channel = SpreadChannel.open(settings(), clock, one)) {
      channel.check();
      assertThat(clock.pendingTasks()).isZero();

      channel.resolve(one, two);
      clock.awaitPendingTasks(1);
      channel.resolve(one);
      while (clock.pendingTasks() > 0) {
        Thread.onSpinWait();
      }

      channel.resolve(one, two);
      clock.awaitPendingTasks(1);
      channel.channel.shutdownNow().awaitTermination(20, TimeUnit.SECONDS);
      assertThat(clock.pendingTasks()).isZero();
    }
  }

  private SpreadChannel open(CheckServer... servers) throws InterruptedException {
    SpreadChannel channel = SpreadChannel.open(settings(), clock, servers);
    opened = channel;
    channel.tryCheck();
    clock.awaitPendingTasks(1);
    channel.reach(servers);
    nextInterval();
    return channel;
  }

  private static LoadBalancing settings() {
    return LoadBalancing.roundRobin()
        .outlierDetection(
            new OutlierDetection(
                INTERVAL,
                Duration.ofSeconds(10),
                Duration.ofSeconds(25),
                50,
                10,
                0.2,
                5,
                Duration.ofMillis(5)));
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

  /** Calls until so many calls are held, and the others have ended. */
  private static List<ListenableFuture<HealthCheckResponse>> callAndHold(
      SpreadChannel channel, int times, CheckServer holds, int held) {
    List<ListenableFuture<HealthCheckResponse>> calls = new ArrayList<>();
    int before = holds.held.size();
    for (int i = 0; i < times; i++) {
      calls.add(channel.async().check(ANY));
    }
    while (holds.held.size() < held
        || calls.stream().filter(call -> !call.isDone()).count() > held - before) {
      Thread.onSpinWait();
    }
    return calls;
  }

  private static void awaitEnd(List<ListenableFuture<HealthCheckResponse>> calls) throws Exception {
    for (ListenableFuture<HealthCheckResponse> call : calls) {
      try {
        assertThat(call.get(20, TimeUnit.SECONDS)).isNotNull();
      } catch (ExecutionException e) {
        assertThat(Status.fromThrowable(e).getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
      }
    }
  }
}
