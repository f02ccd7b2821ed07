package dev.grapnel.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.grapnel.client.GRPCClient;
import dev.grapnel.client.GRPCClientBuilder;
import dev.grapnel.client.balancing.LoadBalancing;
import dev.grapnel.client.balancing.OutlierDetection;
import dev.grapnel.soak.v1.LoadServiceGrpc;
import dev.grapnel.soak.v1.LoadServiceGrpc.LoadServiceBlockingStub;
import dev.grapnel.soak.v1.WorkRequest;
import io.grpc.ConnectivityState;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Servers are killed, fail or become slow; the client goes around them and comes back to them. */
class ClientHealingTest {

  private static final int CALLS_PER_SECOND = SoakForm.choose(100, 200);
  private static final int KILLS = SoakForm.choose(1, 12);
  private static final Duration BETWEEN_KILLS =
      SoakForm.choose(Duration.ZERO, Duration.ofSeconds(5));

  /** In the short form the machine does other things as well. */
  private static final Duration BACK =
      SoakForm.choose(Duration.ofSeconds(30), Duration.ofSeconds(10));

  private static final WorkRequest WORK = Traffic.blocking(Duration.ofMillis(2));

  private final List<ServerProcess> servers = new ArrayList<>();

  @AfterEach
  void killServers() {
    servers.forEach(ServerProcess::close);
  }

  @Test
  void losesNoCallWhenServersAreKilled() throws InterruptedException {
    start(Fault.NONE, Fault.NONE, Fault.NONE);
    List<Duration> back = new ArrayList<>();
    try (GRPCClient client = repeating().build();
        Traffic.OpenLoop calls = calls(client)) {
      for (ServerProcess server : servers) {
        calls.awaitAnswerOf(server);
      }
      long begin = System.nanoTime();
      for (int kill = 0; kill < KILLS; kill++) {
        calls.pause(BETWEEN_KILLS.multipliedBy(kill).minusNanos(System.nanoTime() - begin));
        back.add(calls.awaitShareOf(killAndRestart(kill % 3), 0.25, BACK));
      }
      Tally tally = calls.finish();
      SoakForm.tell(
          "kill -9",
          "%d kills, answered: %s, failed: %s, share back after at most %d ms"
              .formatted(
                  KILLS, tally.answered(), tally.failureText(), Collections.max(back).toMillis()));
      assertThat(tally.failures()).as(tally.failureText()).isZero();
    }
  }

  private ServerProcess killAndRestart(int which) {
    ServerProcess killed = servers.get(which);
    killed.close();
    ServerProcess restarted = ServerProcess.start(ServerOptions.defaults().port(killed.port()));
    servers.set(which, restarted);
    return restarted;
  }

  @Test
  void givesEachServerTheSameShare() throws InterruptedException {
    start(Fault.NONE, Fault.NONE, Fault.NONE);
    try (GRPCClient client = client().build()) {
      awaitReady(client, 3);
      Duration time = SoakForm.choose(Duration.ofSeconds(1), Duration.ofSeconds(20));
      Tally tally = traffic(client).closedLoop(6, time);
      List<Long> answers =
          servers.stream().map(server -> tally.answersOf(server.id())).sorted().toList();
      double spread = 100.0 * (answers.get(2) - answers.get(0)) / (tally.answersOfAll() / 3.0);
      SoakForm.tell("round robin", "%s calls, they differ by %.2f %%".formatted(answers, spread));
      assertThat(tally.failures()).as(tally.failureText()).isZero();
      assertThat(spread).as("difference in percent of " + answers).isLessThan(2);
    }
  }

  @Test
  void failsInTimeWhileAllServersAreDownAndComesBackByItself() throws InterruptedException {
    start(Fault.NONE, Fault.NONE, Fault.NONE);
    try (GRPCClient client = client().timeout(Duration.ofSeconds(2)).build()) {
      client.connect();
      servers.forEach(ServerProcess::close);
      LoadServiceBlockingStub stub = client.stub(LoadServiceGrpc::newBlockingStub);
      while (client.state() == ConnectivityState.READY) {
        Thread.onSpinWait();
      }
      StatusRuntimeException failFast = failure(stub);
      StatusRuntimeException waiting = failure(stub.withWaitForReady());
      assertThat(failFast.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
      assertThat(waiting.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
      assertThat(List.of(failFast, waiting))
          .allSatisfy(
              failure ->
                  assertThat(failure)
                      .hasMessageContaining(servers.get(0).target())
                      .hasMessageContaining(servers.get(2).target())
                      .hasMessageContaining("Connection refused"));
      servers.set(0, ServerProcess.start(ServerOptions.defaults().port(servers.get(0).port())));
      long up = System.nanoTime();
      stub.withWaitForReady().withDeadlineAfter(BACK.toMillis(), TimeUnit.MILLISECONDS).work(WORK);
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
    return catchThrowableOfType(StatusRuntimeException.class, () -> stub.work(WORK));
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
          "out after %d ms; then answered: %s, failed: %s; two good ones alone: %s"
              .formatted(
                  ejectedAfter.toMillis(), tally.answered(), tally.failureText(), good.answered()));
      long all = tally.answered().count() + tally.failures();
      assertThat(tally.failures() / (double) all).as("failed").isLessThan(0.02);
      assertThat(tally.answersOf(servers.get(2).id()) / (double) all).as("slow").isLessThan(0.02);
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
      servers.add(
          ServerProcess.start(
              ServerOptions.defaults().port(ServerProcess.freePort()).fault(fault)));
    }
  }

  private GRPCClientBuilder client() {
    return GRPCClient.builder(servers.stream().map(ServerProcess::target).toArray(String[]::new));
  }

  private GRPCClientBuilder repeating() {
    return client().repeatable(LoadServiceGrpc.SERVICE_NAME);
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
    return new Traffic(WORK, List.of(client.stub(LoadServiceGrpc::newStub)));
  }

  private static Traffic.OpenLoop calls(GRPCClient client) {
    return traffic(client).openLoop(CALLS_PER_SECOND);
  }
}
