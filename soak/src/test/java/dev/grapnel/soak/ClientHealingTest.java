package dev.grapnel.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.grapnel.client.GRPCClient;
import dev.grapnel.client.GRPCClientBuilder;
import dev.grapnel.client.balancing.LoadBalancing;
import dev.grapnel.client.balancing.OutlierDetection;
import dev.grapnel.client.resolver.Targets;
import dev.grapnel.server.GRPCServer;
import dev.grapnel.soak.v1.LoadServiceGrpc;
import dev.grapnel.soak.v1.LoadServiceGrpc.LoadServiceBlockingStub;
import io.grpc.ConnectivityState;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Servers are killed, fail or become slow; the client goes around them and comes back to them. */
class ClientHealingTest {

  private static final int CALLS_PER_SECOND = SoakForm.choose(100, 200);
  private static final int KILLS = SoakForm.choose(1, 12);

  /** At least; all have their share again before the next one is killed. */
  private static final Duration BETWEEN_KILLS =
      SoakForm.choose(Duration.ZERO, Duration.ofSeconds(5));

  /** In the short form the machine does other things as well. */
  private static final Duration BACK =
      SoakForm.choose(Duration.ofSeconds(30), Duration.ofSeconds(10));

  /** What is well and runs already; a start takes a second of CPU time. */
  private static final Queue<ServerProcess> idle = new ArrayDeque<>();

  private final List<ServerProcess> servers = new ArrayList<>();

  private final Set<ServerProcess> reusable = new HashSet<>();

  @AfterEach
  void keepOrKillServers() {
    for (ServerProcess server : servers) {
      if (reusable.contains(server) && server.isAlive()) {
        idle.add(server);
      } else {
        server.close();
      }
    }
  }

  @AfterAll
  static void killServers() {
    idle.forEach(ServerProcess::close);
  }

  @Test
  void losesNoCallWhenServersAreKilled() throws InterruptedException {
    Workload workload = SoakForm.isLong() ? Workload.CRYPTO : Workload.LOAD;
    if (workload == Workload.LOAD) {
      start(Fault.NONE, Fault.NONE, Fault.NONE);
    }
    while (servers.size() < 3) {
      servers.add(workload.start(ServerProcess.freePort()));
    }
    List<Long> back = new ArrayList<>();
    try (GRPCClient client = workload.repeating(client()).build();
        Traffic.OpenLoop calls = workload.traffic(client).openLoop(CALLS_PER_SECOND)) {
      for (ServerProcess server : servers) {
        calls.awaitAnswerOf(server.port());
      }
      long begin = System.nanoTime();
      for (int kill = 0; kill < KILLS; kill++) {
        long due = begin + BETWEEN_KILLS.multipliedBy(kill + 1).toNanos();
        calls.pause(Duration.ofNanos(due - System.nanoTime()));
        back.add(killAndRestart(workload, kill % 3, calls).toMillis());
      }
      Tally tally = calls.finish();
      SoakForm.tell(
          "kill -9 of " + workload,
          "%d kills, answered: %s, failed: %s, share back after %s ms"
              .formatted(KILLS, tally.answered(), tally.failureText(), back));
      assertThat(tally.failures()).as(tally.failureText()).isZero();
    }
  }

  /** Returns how long after it serves again the server has its share of the calls. */
  private Duration killAndRestart(Workload workload, int which, Traffic.OpenLoop calls)
      throws InterruptedException {
    ServerProcess killed = servers.get(which);
    killed.close();
    servers.set(which, workload.start(killed.port()));
    return calls.awaitShareOf(killed.port(), 0.25, BACK);
  }

  @Test
  void followsAFileOfTargets(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("targets");
    List<GRPCServer> five = new ArrayList<>();
    try {
      for (int i = 0; i < 5; i++) {
        five.add(ServerOptions.defaults().builder().build());
        five.get(i).start();
      }
      list(five.subList(0, 2), file);
      try (GRPCClient client = GRPCClient.builder(Targets.file(file)).build();
          Traffic.OpenLoop calls = Workload.LOAD.traffic(client).openLoop(CALLS_PER_SECOND)) {
        calls.awaitAnswerOf(five.get(0).port());
        calls.awaitAnswerOf(five.get(1).port());
        long begin = System.nanoTime();
        list(five, file);
        for (GRPCServer server : five) {
          calls.awaitAnswerOf(server.port());
        }
        Duration used = Duration.ofNanos(System.nanoTime() - begin);
        list(five.subList(0, 2), file);
        for (GRPCServer server : five.subList(2, 5)) {
          calls.awaitNoneOf(server.port(), BACK);
          server.close();
        }
        Tally tally = calls.finish();
        SoakForm.tell(
            "file of targets",
            "all five used after %d ms, answered: %s, failed: %s"
                .formatted(used.toMillis(), tally.answered(), tally.failureText()));
        assertThat(used).isLessThan(BACK);
        assertThat(tally.failures()).as(tally.failureText()).isZero();
      }
    } finally {
      five.forEach(GRPCServer::close);
    }
  }

  private static void list(List<GRPCServer> servers, Path file) throws IOException {
    Path next = file.resolveSibling("next");
    Files.write(next, servers.stream().map(server -> "127.0.0.1:" + server.port()).toList());
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }

  @Test
  void givesEachServerTheSameShare() throws InterruptedException {
    start(Fault.NONE, Fault.NONE, Fault.NONE);
    try (GRPCClient client = client().build()) {
      awaitReady(client, 3);
      Duration time = SoakForm.choose(Duration.ofSeconds(1), Duration.ofSeconds(20));
      Tally tally = traffic(client).closedLoop(6, time);
      List<Long> answers =
          servers.stream().map(server -> tally.answersOf(server.port())).sorted().toList();
      double spread = 100.0 * (answers.get(2) - answers.get(0)) / (tally.answersOfAll() / 3.0);
      SoakForm.tell("round robin", "%s calls, they differ by %.2f %%".formatted(answers, spread));
      assertThat(tally.failures()).as(tally.failureText()).isZero();
      // One call more is no unfairness, however few they are.
      double most = Math.max(2, 1.5 * 100 / (tally.answersOfAll() / 3.0));
      assertThat(spread).as("difference in percent of " + answers).isLessThan(most);
    }
  }

  @Test
  void failsInTimeWhileAllServersAreDownAndComesBackByItself() throws InterruptedException {
    start(Fault.NONE, Fault.NONE, Fault.NONE);
    try (GRPCClient client = client().timeout(Duration.ofSeconds(2)).build()) {
      awaitReady(client, 3);
      servers.forEach(ServerProcess::close);
      LoadServiceBlockingStub stub = client.stub(LoadServiceGrpc::newBlockingStub);
      while (client.state() == ConnectivityState.READY) {
        Thread.onSpinWait();
      }
      StatusRuntimeException failFast;
      do {
        // A server that is dying may take a connection once more, and close it.
        failFast = failure(stub.withDeadlineAfter(30, TimeUnit.SECONDS));
      } while (failFast.getMessage().contains("while it was set up"));
      StatusRuntimeException waiting = failure(stub.withWaitForReady());
      assertThat(failFast.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
      assertThat(waiting.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
      assertThat(List.of(failFast, waiting))
          .allSatisfy(
              failure ->
                  assertThat(failure)
                      .hasMessageContaining(servers.get(0).target())
                      .hasMessageContaining(servers.get(2).target())
                      .hasMessageMatching("(?s).*Connection re(fused|set).*"));
      servers.set(0, ServerProcess.start(ServerOptions.defaults().port(servers.get(0).port())));
      long up = System.nanoTime();
      stub.withWaitForReady()
          .withDeadlineAfter(BACK.toMillis(), TimeUnit.MILLISECONDS)
          .work(Workload.WORK);
      SoakForm.tell(
          "all down",
          "\"%s\"; \"%s\"; first success %d ms after the first server was back"
              .formatted(
                  failFast.getMessage(),
                  waiting.getMessage(),
                  (System.nanoTime() - up) / 1_000_000));
    }
  }

  private static StatusRuntimeException failure(LoadServiceBlockingStub stub) {
    return catchThrowableOfType(StatusRuntimeException.class, () -> stub.work(Workload.WORK));
  }

  @ParameterizedTest
  @EnumSource(names = {"UNAVAILABLE", "SLOW"})
  void goesAroundAServerThatFailsOrIsSlow(Fault fault) throws InterruptedException {
    start(Fault.NONE, Fault.NONE, fault);
    Duration time = SoakForm.choose(Duration.ofSeconds(2), Duration.ofSeconds(60));
    Tally good;
    try (GRPCClient client =
        GRPCClient.builder(servers.get(0).target(), servers.get(1).target()).build()) {
      awaitReady(client, 2);
      good = calls(client).finishAfter(time);
    }
    LoadBalancing balancing = LoadBalancing.roundRobin();
    if (!SoakForm.isLong()) {
      balancing = balancing.outlierDetection(quick());
    }
    try (GRPCClient client = client().loadBalancing(balancing).build()) {
      awaitReady(client, 3);
      long begin = System.nanoTime();
      Traffic.OpenLoop untilEjected = calls(client);
      while (client.connections().stream().noneMatch(each -> each.ejection().isPresent())) {
        untilEjected.pause(Duration.ofMillis(10));
      }
      Duration ejectedAfter = Duration.ofNanos(System.nanoTime() - begin);
      untilEjected.finish();
      Tally tally = calls(client).finishAfter(time);
      SoakForm.tell(
          "one of three is " + fault,
          "out after %d ms; then answered: %s, failed: %s, by that one: %d; two good ones alone: %s"
              .formatted(
                  ejectedAfter.toMillis(),
                  tally.answered(),
                  tally.failureText(),
                  tally.answersOf(servers.get(2).port()),
                  good.answered()));
      long all = tally.answered().count() + tally.failures();
      long bad = tally.failures() + tally.answersOf(servers.get(2).port());
      assertThat(bad / (double) all).as("failed or slow").isLessThan(0.01);
      if (SoakForm.isLong()) {
        assertThat(tally.answered().percentile(0.99))
            .as("p99 in ms")
            .isLessThan(1.5 * good.answered().percentile(0.99) + 5);
      }
    }
  }

  /** As the default, ten times as fast. */
  private static OutlierDetection quick() {
    OutlierDetection usual = OutlierDetection.DEFAULT;
    return new OutlierDetection(
        usual.interval().dividedBy(10),
        usual.baseEjection(),
        usual.maxEjection(),
        usual.maxEjectionPercent(),
        usual.minCalls(),
        usual.failureRatio(),
        usual.slowFactor(),
        usual.slowMargin());
  }

  private void start(Fault... faults) {
    for (Fault fault : faults) {
      ServerProcess server = fault == Fault.NONE ? idle.poll() : null;
      if (server == null) {
        server =
            ServerProcess.start(
                ServerOptions.defaults().port(ServerProcess.freePort()).fault(fault));
      }
      if (fault == Fault.NONE) {
        reusable.add(server);
      }
      servers.add(server);
    }
  }

  private GRPCClientBuilder client() {
    return GRPCClient.builder(servers.stream().map(ServerProcess::target).toArray(String[]::new));
  }

  private static void awaitReady(GRPCClient client, int servers) throws InterruptedException {
    client.connect(Duration.ofSeconds(30));
    while (client.connections().stream()
            .filter(each -> each.state() == ConnectivityState.READY)
            .count()
        < servers) {
      Thread.onSpinWait();
    }
  }

  private static Traffic traffic(GRPCClient client) {
    return Workload.LOAD.traffic(client);
  }

  private static Traffic.OpenLoop calls(GRPCClient client) {
    return traffic(client).openLoop(CALLS_PER_SECOND);
  }
}
