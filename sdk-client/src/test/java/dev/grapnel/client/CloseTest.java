package dev.grapnel.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.common.util.concurrent.ListenableFuture;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CloseTest {

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Holding holding = new Holding();
  private final HealthServer server = HealthServer.start(holding);
  private final GRPCClient client = GRPCClient.builder("localhost", server.port()).build();

  @AfterEach
  void stop() {
    threads.shutdownNow();
    client.close();
    server.close();
  }

  @Test
  void letsARunningCallEnd() throws Exception {
    ListenableFuture<HealthCheckResponse> running = startCall();
    StreamObserver<HealthCheckResponse> held = holding.awaitHeld();
    CompletableFuture<Void> closing = CompletableFuture.runAsync(client::close, threads);
    awaitRefusal();

    Holding.answer(held);

    assertThat(running.get()).isEqualTo(HealthServer.SERVING);
    closing.join();
  }

  @Test
  void cancelsACallThatDoesNotEndInTime() throws Exception {
    ListenableFuture<HealthCheckResponse> running = startCall();
    holding.awaitHeld();

    client.close();

    assertThat(running.isDone()).isTrue();
    assertUnavailable(catchThrowable(running::get));
  }

  @Test
  void cancelsRunningCallsAtOnceWhenInterrupted() throws Exception {
    ListenableFuture<HealthCheckResponse> running = startCall();
    holding.awaitHeld();

    Thread.currentThread().interrupt();
    client.close();

    assertThat(Thread.interrupted()).isTrue();
    assertUnavailable(catchThrowable(running::get));
  }

  @Test
  void mayBeCalledTwice() {
    Loopback.check(client);

    client.close();
    client.close();

    assertUnavailable(catchThrowable(() -> Loopback.check(client)));
  }

  @Test
  void mayBeCalledBeforeTheFirstCall() {
    client.close();

    assertThat(server.calls()).isEmpty();
  }

  @Test
  void failsCallsAfterwards() {
    client.close();

    assertUnavailable(catchThrowable(() -> Loopback.check(client)));
    assertUnavailable(
        catchThrowable(
            () -> client.stub(HealthGrpc::newBlockingStub).watch(Loopback.ANY).hasNext()));
  }

  @Test
  void leavesAChannelOpenThatItWasGiven() throws Exception {
    String name = InProcessServerBuilder.generateName();
    Server inProcess =
        InProcessServerBuilder.forName(name).addService(new Answering()).build().start();
    ManagedChannel channel = InProcessChannelBuilder.forName(name).build();
    try {
      GRPCClient over = GRPCClient.over(channel);
      over.connect(Duration.ZERO);
      assertThat(over.channel()).isSameAs(channel);

      over.close();

      assertThat(channel.isShutdown()).isFalse();
      assertThat(Loopback.check(over)).isEqualTo(HealthServer.SERVING);
    } finally {
      channel.shutdownNow();
      inProcess.shutdownNow();
    }
  }

  private ListenableFuture<HealthCheckResponse> startCall() {
    return client.stub(HealthGrpc::newFutureStub).check(Holding.HOLD);
  }

  private void awaitRefusal() {
    assertThatThrownBy(
            () -> {
              while (true) {
                Loopback.check(client);
              }
            })
        .isInstanceOf(StatusRuntimeException.class);
  }

  private static void assertUnavailable(Throwable failure) {
    assertThat(Status.fromThrowable(failure).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
  }
}
