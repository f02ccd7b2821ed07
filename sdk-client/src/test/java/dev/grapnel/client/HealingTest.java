package dev.grapnel.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grapnel.client.balancing.Connection;
import dev.grapnel.core.config.ConfigException;
import dev.grapnel.core.config.Toggle;
import dev.grapnel.core.lifecycle.Vital;
import dev.grapnel.testing.fault.FaultProxy;
import io.grpc.ConnectivityState;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a client whose servers are gone, and how it comes back. */
@Timeout(60)
class HealingTest {

  private static final String DEAD = "localhost:" + Loopback.DEAD_PORT;

  /** grpc-java alone makes the fifth attempt after 9 s at the earliest. */
  @Test
  void triesALostServerAgainNoLaterThanItWasTold() throws Exception {
    CountDownLatch attempts = new CountDownLatch(5);
    try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        GRPCClient client =
            GRPCClient.builder("localhost", server.getLocalPort())
                .reconnectBackoff(Duration.ofMillis(100))
                .eagerConnect(Toggle.ON)
                .build()) {
      Thread hangsUp = new Thread(() -> hangUp(server, attempts));
      hangsUp.start();

      assertThat(attempts.await(7, TimeUnit.SECONDS)).isTrue();
      assertThat(client.state()).isNotEqualTo(ConnectivityState.READY);
    }
  }

  private static void hangUp(ServerSocket server, CountDownLatch attempts) {
    try {
      while (true) {
        server.accept().close();
        attempts.countDown();
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  @Test
  void callsAServerThatCameBackWithoutARestart() throws Exception {
    try (HealthServer server = HealthServer.start();
        FaultProxy proxy = FaultProxy.to(server.port()).start();
        GRPCClient client =
            GRPCClient.builder(proxy.target()).reconnectBackoff(Duration.ofMillis(200)).build()) {
      assertThat(Loopback.check(client)).isEqualTo(HealthServer.SERVING);
      proxy.refuse();
      proxy.cut();
      assertThatThrownBy(
              () -> {
                while (true) {
                  Loopback.check(client);
                }
              })
          .isInstanceOf(StatusRuntimeException.class);
      proxy.accept();

      HealthCheckResponse answer =
          client
              .stub(HealthGrpc::newBlockingStub)
              .withWaitForReady()
              .withDeadlineAfter(30, TimeUnit.SECONDS)
              .check(Loopback.ANY);

      assertThat(answer).isEqualTo(HealthServer.SERVING);
    }
  }

  @Test
  void tellsACallWhichTargetsThereAreAndWhyNoneCanBeReached() {
    try (GRPCClient client = GRPCClient.builder(DEAD, "127.0.0.1:" + Loopback.DEAD_PORT).build()) {
      assertThatThrownBy(() -> Loopback.check(client))
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              failure ->
                  assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE))
          .hasMessageContaining("no connection to " + DEAD + ", 127.0.0.1:" + Loopback.DEAD_PORT)
          .hasMessageContaining("Connection refused");
    }
  }

  @Test
  void tellsACallThatNoNameIsKnown() {
    try (GRPCClient client = GRPCClient.builder(Loopback.UNKNOWN_HOST, 50051).build()) {
      assertThatThrownBy(() -> Loopback.check(client))
          .hasMessageContaining("no connection to " + Loopback.UNKNOWN_HOST + ":50051")
          .hasMessageContaining("no such host");
    }
  }

  @Test
  void tellsACallThatWaitedUntilItsDeadlineWhy() {
    try (GRPCClient client = GRPCClient.builder(DEAD).build()) {
      assertThatThrownBy(() -> Loopback.check(client)).isInstanceOf(StatusRuntimeException.class);
      var waiting =
          client
              .stub(HealthGrpc::newBlockingStub)
              .withWaitForReady()
              .withDeadlineAfter(500, TimeUnit.MILLISECONDS);
      assertThatThrownBy(() -> waiting.check(Loopback.ANY))
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              failure ->
                  assertThat(failure.getStatus().getCode())
                      .isEqualTo(Status.Code.DEADLINE_EXCEEDED))
          .hasMessageContaining("waited for a connection")
          .hasMessageContaining("no connection to " + DEAD)
          .hasMessageContaining("Connection refused");
    }
  }

  @Test
  void countsTheCallsThatWaitForAConnection() throws Exception {
    ExecutorService caller = Executors.newSingleThreadExecutor();
    try (HealthServer server = HealthServer.start();
        FaultProxy proxy = FaultProxy.to(server.port()).start();
        GRPCClient client =
            GRPCClient.builder(proxy.target()).reconnectBackoff(Duration.ofMillis(100)).build()) {
      proxy.refuse();
      Future<HealthCheckResponse> call =
          caller.submit(
              () ->
                  client.stub(HealthGrpc::newBlockingStub).withWaitForReady().check(Loopback.ANY));
      await(client, "grpc.client.calls.pending", 1);
      assertThat(vital(client, "grpc.client.addresses.ready")).isZero();
      proxy.accept();

      assertThat(call.get(30, TimeUnit.SECONDS)).isEqualTo(HealthServer.SERVING);
      await(client, "grpc.client.calls.pending", 0);
      assertThat(vital(client, "grpc.client.addresses.ready")).isOne();
      assertThat(vital(client, "grpc.client.addresses")).isOne();
    } finally {
      caller.shutdownNow();
    }
  }

  @Test
  void countsACallNoMoreThatWaitsForItsServer() throws Exception {
    try (HealthServer server = HealthServer.start();
        GRPCClient client = GRPCClient.builder("127.0.0.1", server.port()).build()) {
      CompletableFuture<StreamObserver<HealthCheckResponse>> held = server.holdNextCheck();
      Future<HealthCheckResponse> call = client.stub(HealthGrpc::newFutureStub).check(Loopback.ANY);
      StreamObserver<HealthCheckResponse> responses = held.get(30, TimeUnit.SECONDS);

      await(client, "grpc.client.calls.pending", 0);

      responses.onError(Status.ABORTED.asException());
      assertThatThrownBy(() -> call.get(30, TimeUnit.SECONDS)).hasMessageContaining("ABORTED");
      assertThat(vital(client, "grpc.client.calls.pending")).isZero();
    }
  }

  private static void await(GRPCClient client, String name, double value) {
    while (vital(client, name) != value) {
      Thread.onSpinWait();
    }
  }

  private static double vital(GRPCClient client, String name) {
    return client.vitals().stream()
        .filter(vital -> vital.name().equals(name))
        .map(Vital::value)
        .findAny()
        .orElseThrow()
        .getAsDouble();
  }

  @Test
  void listsItsConnections() throws Exception {
    try (HealthServer server = HealthServer.start();
        GRPCClient client = GRPCClient.builder(server.at("127.0.0.1"), DEAD).build()) {
      assertThat(client.connections()).isEmpty();
      client.connect();
      while (client.connections().stream().noneMatch(each -> each.lastError().isPresent())) {
        Thread.onSpinWait();
      }

      assertThat(client.connections())
          .filteredOn(each -> each.state() == ConnectivityState.READY)
          .extracting(Connection::address, Connection::lastError)
          .singleElement()
          .asString()
          .contains("127.0.0.1:" + server.port(), "Optional.empty");
      assertThat(client.connections())
          .filteredOn(each -> each.lastError().isPresent())
          .allSatisfy(
              each -> {
                assertThat(each.address()).startsWith(DEAD);
                assertThat(each.lastError().orElseThrow()).contains("Connection refused");
              });
    }
  }

  @Test
  void tellsListenersItsStates() throws Exception {
    BlockingQueue<ConnectivityState> states = new LinkedBlockingQueue<>();
    try (HealthServer server = HealthServer.start()) {
      GRPCClient client =
          GRPCClient.builder("127.0.0.1", server.port())
              .addStateListener(
                  state -> {
                    throw new AssertionError("a listener that fails");
                  })
              .addStateListener(states::add)
              .build();
      assertThat(client.state()).isEqualTo(ConnectivityState.IDLE);
      client.connect();
      awaitState(states, ConnectivityState.READY);
      client.close();
      awaitState(states, ConnectivityState.SHUTDOWN);
      assertThat(client.state()).isEqualTo(ConnectivityState.SHUTDOWN);
    }
  }

  private static void awaitState(BlockingQueue<ConnectivityState> states, ConnectivityState awaited)
      throws InterruptedException {
    ConnectivityState state = states.poll(30, TimeUnit.SECONDS);
    while (state != awaited) {
      assertThat(state).as("a state before " + awaited).isNotNull();
      state = states.poll(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void connectsWhenItIsBuiltIfItIsTold() throws Exception {
    BlockingQueue<ConnectivityState> states = new LinkedBlockingQueue<>();
    try (HealthServer server = HealthServer.start();
        GRPCClient client =
            GRPCClient.builder("127.0.0.1", server.port())
                .eagerConnect(Toggle.ON)
                .addStateListener(states::add)
                .build()) {
      awaitState(states, ConnectivityState.READY);

      assertThat(client.connections()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-1S", "PT0.05S", "PT11S"})
  void refusesABackoffOutOfRange(Duration backoff) {
    assertThatThrownBy(() -> GRPCClient.builder(DEAD).reconnectBackoff(backoff).build())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("reconnectBackoff is " + backoff);
  }

  @Test
  void refusesAnIdleTimeoutThatIsTooShort() {
    assertThatThrownBy(() -> GRPCClient.builder(DEAD).idleTimeout(Duration.ZERO).build())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("idleTimeout is PT0S");
  }
}
