package dev.grapnel.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.client.GRPCClient;
import dev.grapnel.soak.v1.LoadServiceGrpc;
import dev.grapnel.soak.v1.WatchRequest;
import dev.grapnel.soak.v1.WatchResponse;
import dev.grapnel.testing.call.StreamRecorder;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Servers are replaced one after the other, as a deployment does it. */
class RollingRestartTest {

  private static final int CALLS_PER_SECOND = 300;
  private static final int RESTARTS = SoakForm.choose(1, 6);
  private static final Duration TIME =
      SoakForm.choose(Duration.ofSeconds(1), Duration.ofSeconds(60));
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final Duration BOUND = Duration.ofSeconds(30);

  /** Short runs share the machine: a pause makes a burst, which few workers would reject. */
  private static final ServerOptions OPTIONS =
      ServerOptions.defaults().workers(SoakForm.choose(100, 10)).shutdownGrace(GRACE);

  private final ServerProcess[] servers = new ServerProcess[2];

  @AfterEach
  void killServers() {
    for (ServerProcess server : servers) {
      server.close();
    }
  }

  /** Without a drain delay, the other one must have its calls back before a server stops. */
  @Test
  void losesNoCall() throws InterruptedException {
    start(OPTIONS);
    try (GRPCClient client = client();
        Traffic.OpenLoop calls = calls(client)) {
      for (int i = 0; i < RESTARTS; i++) {
        calls.awaitAnswerOf(servers[0]);
        calls.awaitAnswerOf(servers[1]);
        restart(i % servers.length, OPTIONS);
      }
      int last = RESTARTS % servers.length;
      calls.awaitAnswerOf(servers[1 - last]);
      stop(last);
      tell("rolling restart", calls.finishAfter(TIME));
    }
  }

  /**
   * A drain delay gives clients the time to try a lost server again, which gRPC does after 1 s, 1.6
   * s more, 2.6 s more: it is enough to wait until the other one is healthy.
   */
  @Test
  @EnabledIfSystemProperty(named = "grapnel.soak", matches = "long")
  void losesNoCallWithDrainDelay() throws InterruptedException {
    ServerOptions options = OPTIONS.drainDelay(Duration.ofSeconds(5));
    start(options);
    try (GRPCClient client = client();
        Traffic.OpenLoop calls = calls(client)) {
      calls.awaitAnswerOf(servers[0]);
      calls.awaitAnswerOf(servers[1]);
      for (int i = 0; i < RESTARTS; i++) {
        restart(i % servers.length, options);
      }
      tell("rolling restart with a drain delay of 5 s", calls.finishAfter(TIME));
    }
  }

  @Test
  void endsStreamsByTheirOwnHand() throws InterruptedException {
    start(OPTIONS);
    try (GRPCClient client = client()) {
      StreamRecorder<WatchResponse> watch = StreamRecorder.create();
      client.stub(LoadServiceGrpc::newStub).watch(WatchRequest.getDefaultInstance(), watch);
      watch.awaitMessages(2);
      Duration life = SoakForm.choose(Duration.ofMillis(100), Duration.ofMinutes(3));
      assertThat(new CountDownLatch(1).await(life.toNanos(), TimeUnit.NANOSECONDS)).isFalse();
      assertThat(watch.end()).isEmpty();
      servers[0].signal();
      servers[1].signal();
      ServerProcess.Exit exit = servers[0].awaitExit(BOUND);
      assertThat(watch.awaitEnd().getCode()).isEqualTo(Status.Code.OK);
      List<WatchResponse> messages = watch.messages();
      assertThat(messages).last().matches(WatchResponse::getDrained, "is the last one");
      SoakForm.tell(
          "stream in a rolling restart",
          "%d messages in %s, ended with the last one, server gone after %d ms"
              .formatted(messages.size(), life, exit.time().toMillis()));
      assertThat(exit.time()).as("time to stop").isLessThan(GRACE);
    }
  }

  private void start(ServerOptions options) {
    for (int i = 0; i < servers.length; i++) {
      servers[i] = ServerProcess.start(options.port(ServerProcess.freePort()));
    }
  }

  private GRPCClient client() {
    return GRPCClient.builder(servers[0].target(), servers[1].target()).build();
  }

  private static Traffic.OpenLoop calls(GRPCClient client) {
    return new Traffic(
            Traffic.blocking(Duration.ofMillis(5)), List.of(client.stub(LoadServiceGrpc::newStub)))
        .openLoop(CALLS_PER_SECOND);
  }

  private void stop(int which) throws InterruptedException {
    servers[which].signal();
    servers[which].awaitExit(BOUND);
  }

  /** Waits until the new one is healthy, as a deployment does. */
  private void restart(int which, ServerOptions options) throws InterruptedException {
    stop(which);
    servers[which] = ServerProcess.start(options.port(servers[which].port()));
    try (GRPCClient client = servers[which].client()) {
      assertThat(
              client
                  .stub(HealthGrpc::newBlockingStub)
                  .check(HealthCheckRequest.getDefaultInstance())
                  .getStatus())
          .isEqualTo(ServingStatus.SERVING);
    }
  }

  private static void tell(String scenario, Tally tally) {
    SoakForm.tell(
        scenario,
        "%d restarts, answered: %s, failed: %s"
            .formatted(RESTARTS, tally.answered(), tally.failureText()));
    assertThat(tally.failures()).as(tally.failureText()).isZero();
    assertThat(tally.rejected().count()).as("rejected").isZero();
    assertThat(tally.answered().count())
        .as("answered")
        .isGreaterThan((int) (CALLS_PER_SECOND * TIME.toSeconds() * 9 / 10));
  }
}
