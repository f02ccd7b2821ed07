package dev.grapnel.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Status;
import io.grpc.health.v1.HealthGrpc;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TimeoutTest {

  @Test
  void countsTheTimeoutAnewForEachCallOfAStub() throws Exception {
    try (HealthServer server = HealthServer.start();
        GRPCClient client = client(server, Duration.ofSeconds(2))) {
      server
          .health()
          .when(HealthGrpc.getCheckMethod())
          .thenNever()
          .thenReply(HealthServer.SERVING)
          .thenNever()
          .thenReply(HealthServer.SERVING);
      client.connect();
      HealthGrpc.HealthBlockingStub stub = client.stub(HealthGrpc::newBlockingStub);

      for (int i = 0; i < 2; i++) {
        assertThat(Loopback.codeOf(() -> stub.check(Loopback.ANY)))
            .isEqualTo(Status.Code.DEADLINE_EXCEEDED);
        assertThat(stub.check(Loopback.ANY)).isEqualTo(HealthServer.SERVING);
      }
    }
  }

  @Test
  void endsACallToAServerThatNeverAccepts() {
    try (GRPCClient client =
        GRPCClient.builder("localhost", Loopback.DEAD_PORT)
            .timeout(Duration.ofMillis(50))
            .build()) {
      HealthGrpc.HealthBlockingStub patient =
          client.stub(HealthGrpc::newBlockingStub).withWaitForReady();

      assertThat(Loopback.codeOf(() -> patient.check(Loopback.ANY)))
          .isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    }
  }

  @Test
  void givesUnaryCallsThirtySecondsByDefault() {
    try (HealthServer server = HealthServer.start();
        GRPCClient client = GRPCClient.builder("localhost", server.port()).build()) {
      Loopback.check(client);

      assertThat(deadlineSeenBy(server).timeRemaining(TimeUnit.SECONDS)).isLessThanOrEqualTo(30);
    }
  }

  @Test
  void givesStreamsNoDeadline() {
    try (HealthServer server = HealthServer.start();
        GRPCClient client = client(server, Duration.ofNanos(1))) {
      assertThat(client.stub(HealthGrpc::newBlockingStub).watch(Loopback.ANY))
          .toIterable()
          .hasSize(2);

      assertThat(server.calls())
          .singleElement()
          .satisfies(call -> assertThat(call.deadline()).isEmpty());
    }
  }

  @Test
  void leavesTheDeadlineOfAStubAlone() {
    try (HealthServer server = HealthServer.start();
        GRPCClient client = client(server, Duration.ofSeconds(10))) {
      client
          .stub(HealthGrpc::newBlockingStub)
          .withDeadlineAfter(1, TimeUnit.HOURS)
          .check(Loopback.ANY);

      assertThat(deadlineSeenBy(server).timeRemaining(TimeUnit.MINUTES)).isGreaterThan(30);
    }
  }

  @Test
  void takesTheEarlierDeadlineOfTheCallerInsideAServerCall() {
    assertThat(minutesLeftBehindAFront(Duration.ofMinutes(5), Duration.ofHours(2)))
        .isLessThanOrEqualTo(5);
  }

  @Test
  void takesItsOwnTimeoutWhereTheCallerHasMoreTime() {
    assertThat(minutesLeftBehindAFront(Duration.ofHours(2), Duration.ofMinutes(5)))
        .isLessThanOrEqualTo(5);
  }

  @Test
  void cancelsACallWhenItsContextIsCancelled() throws Exception {
    try (HealthServer back = HealthServer.start();
        GRPCClient client = client(back, Duration.ofHours(1));
        Context.CancellableContext caller = Context.current().withCancellation()) {
      back.health().when(HealthGrpc.getCheckMethod()).thenNever();
      var call = caller.call(() -> client.stub(HealthGrpc::newFutureStub).check(Loopback.ANY));

      caller.cancel(null);

      assertThat(Loopback.codeOf(call::get)).isEqualTo(Status.Code.CANCELLED);
    }
  }

  /** Calls a server that calls another, and tells how much time that one had. */
  private static long minutesLeftBehindAFront(Duration caller, Duration own) {
    try (HealthServer back = HealthServer.start();
        GRPCClient toBack = client(back, own);
        HealthServer front = HealthServer.start();
        GRPCClient toFront = client(front, caller)) {
      front
          .health()
          .when(HealthGrpc.getCheckMethod())
          .thenReplyEach(request -> toBack.stub(HealthGrpc::newBlockingStub).check(request));
      Loopback.check(toFront);
      return deadlineSeenBy(back).timeRemaining(TimeUnit.MINUTES);
    }
  }

  private static GRPCClient client(HealthServer server, Duration timeout) {
    return GRPCClient.builder("localhost", server.port()).timeout(timeout).build();
  }

  private static Deadline deadlineSeenBy(HealthServer server) {
    return server.calls().get(0).deadline().orElseThrow();
  }
}
