package dev.grapnel.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.grapnel.client.balancing.LoadBalancing;
import dev.grapnel.client.resolver.Targets;
import dev.grapnel.core.error.RpcException;
import dev.grapnel.testing.fault.FaultProxy;
import io.grpc.ConnectivityState;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ConnectTest {

  private static final Duration SHORT = Duration.ofMillis(300);

  @Test
  void returnsWhenAServerIsReady() throws Exception {
    try (HealthServer server = HealthServer.start();
        GRPCClient client = client(server.port())) {
      client.connect();
      client.connect(Duration.ZERO);

      assertThat(server.calls()).isEmpty();
    }
  }

  /** A missed change would be noticed at the end of the time only. */
  @RepeatedTest(20)
  void noticesTheConnectionOnAnyThread() throws Exception {
    try (HealthServer server = HealthServer.start();
        GRPCClient client =
            GRPCClient.builder("localhost", server.port()).executor(Runnable::run).build()) {
      client.connect(ChronoUnit.FOREVER.getDuration());

      assertThat(client.state()).isEqualTo(ConnectivityState.READY);
    }
  }

  @Test
  void waitsAsLongAsAnyDurationSays() throws Exception {
    try (HealthServer server = HealthServer.start();
        GRPCClient client = client(server.port())) {
      client.connect(ChronoUnit.FOREVER.getDuration());

      assertThat(Loopback.check(client)).isEqualTo(HealthServer.SERVING);
    }
  }

  @Test
  void returnsWhenOneOfSeveralServersIsReady() throws Exception {
    try (HealthServer server = HealthServer.start();
        GRPCClient client =
            GRPCClient.builder(
                    Targets.of("localhost:" + Loopback.DEAD_PORT, server.at("localhost")))
                .build()) {
      client.connect();

      assertThat(Loopback.check(client)).isEqualTo(HealthServer.SERVING);
    }
  }

  @Test
  void waitsForAServerThatStartsLater() throws Exception {
    try (HealthServer server = HealthServer.start();
        FaultProxy proxy = FaultProxy.to(server.port()).start();
        GRPCClient client = client(proxy.port())) {
      proxy.refuse();
      assertThatThrownBy(() -> Loopback.check(client)).isInstanceOf(StatusRuntimeException.class);

      proxy.accept();
      client.connect();

      assertThat(Loopback.check(client)).isEqualTo(HealthServer.SERVING);
      assertThat(server.calls()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"round_robin", "pick_first"})
  void saysWhatWasTriedAndWhyItFailed(String policy) {
    try (GRPCClient client =
        GRPCClient.builder("localhost", Loopback.DEAD_PORT)
            .loadBalancing(LoadBalancing.of(policy))
            .build()) {
      assertThat(failure(client))
          .hasMessageContaining(
              "cannot connect to localhost:" + Loopback.DEAD_PORT + " within 300 ms")
          .hasMessageContaining("Connection refused");
    }
  }

  @Test
  void namesAllTargets() {
    try (GRPCClient client =
        GRPCClient.builder(
                Targets.of("localhost:" + Loopback.DEAD_PORT, "127.0.0.1:" + Loopback.DEAD_PORT))
            .loadBalancing(LoadBalancing.roundRobin())
            .build()) {
      assertThat(failure(client)).hasMessageContaining("localhost:", ", 127.0.0.1:");
    }
  }

  @Test
  void namesAHostThatIsUnknown() {
    try (GRPCClient client = GRPCClient.builder(Loopback.UNKNOWN_HOST, 50051).build()) {
      assertThat(failure(client)).hasMessageContaining("no such host: " + Loopback.UNKNOWN_HOST);
    }
  }

  @Test
  void saysWhenAServerAcceptsButDoesNotAnswer() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        GRPCClient client = GRPCClient.builder("127.0.0.1", silent.getLocalPort()).build()) {
      assertThat(failure(client, SHORT))
          .hasMessageContaining("no answer to the connection attempt");
    }
  }

  @Test
  void findsTheReasonThoughTheExecutorIsBusy() {
    Queue<Runnable> neverRun = new ArrayDeque<>();
    try (GRPCClient client =
        GRPCClient.builder("localhost", Loopback.DEAD_PORT).executor(neverRun::add).build()) {
      assertThat(failure(client)).hasMessageContaining("Connection refused");
    }
  }

  @Test
  void refusesAClosedClient() {
    GRPCClient client = client(Loopback.DEAD_PORT);
    client.close();

    assertThat(failure(client)).hasMessageEndingWith("the client is closed");
  }

  @Test
  void endsWhenTheClientIsClosedMeanwhile() {
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try {
      GRPCClient client = client(Loopback.DEAD_PORT);
      CompletableFuture<RpcException> waiting =
          CompletableFuture.supplyAsync(
              () -> failure(client, ChronoUnit.FOREVER.getDuration()), threads);
      assertThatThrownBy(() -> Loopback.check(client)).isInstanceOf(StatusRuntimeException.class);

      client.close();

      assertThat(waiting.join()).hasMessageEndingWith("the client is closed");
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void canBeInterrupted() {
    try (GRPCClient client = client(Loopback.DEAD_PORT)) {
      Thread.currentThread().interrupt();

      assertThatThrownBy(client::connect).isInstanceOf(InterruptedException.class);
      assertThat(Thread.interrupted()).isFalse();
    }
  }

  private static GRPCClient client(int port) {
    return GRPCClient.builder("localhost", port).build();
  }

  /** A busy machine may take longer than the connection is waited for: then once more. */
  private static RpcException failure(GRPCClient client) {
    RpcException failure;
    do {
      failure = failure(client, SHORT);
    } while (failure.getMessage().endsWith("no answer to the connection attempt"));
    return failure;
  }

  private static RpcException failure(GRPCClient client, Duration timeout) {
    RpcException failure = catchThrowableOfType(RpcException.class, () -> client.connect(timeout));
    assertThat(failure.code()).isEqualTo(Status.Code.UNAVAILABLE);
    return failure;
  }
}
