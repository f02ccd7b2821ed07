package dev.grapnel.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.ListenableFuture;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CloseTest {

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HealthServer server = HealthServer.start();
  private final GRPCClient client = GRPCClient.builder("localhost", server.port()).build();

  @AfterEach
  void stop() {
    threads.shutdownNow();
    client.close();
    server.close();
  }

  @Test
  void letsARunningCallEnd() throws Exception {
    CompletableFuture<StreamObserver<HealthCheckResponse>> held = server.holdNextCheck();
    ListenableFuture<HealthCheckResponse> running = startCall();
    StreamObserver<HealthCheckResponse> responses = held.join();
    CompletableFuture<Void> closing = CompletableFuture.runAsync(client::close, threads);
    awaitRefusal();

    responses.onNext(HealthServer.SERVING);
    responses.onCompleted();

    assertThat(running.get()).isEqualTo(HealthServer.SERVING);
    closing.join();
  }

  @Test
  void cancelsACallThatDoesNotEndInTime() {
    ListenableFuture<HealthCheckResponse> running = startHeldCall();

    client.close();

    // The channel has ended; the future may be told of it a moment later, on a thread of its own.
    assertThat(Loopback.codeOf(() -> running.get(10, TimeUnit.SECONDS)))
        .isEqualTo(Status.Code.UNAVAILABLE);
  }

  @Test
  void cancelsRunningCallsAtOnceWhenInterrupted() {
    ListenableFuture<HealthCheckResponse> running = startHeldCall();

    Thread.currentThread().interrupt();
    client.close();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(Loopback.codeOf(running::get)).isEqualTo(Status.Code.UNAVAILABLE);
  }

  @Test
  void mayBeCalledTwice() {
    Loopback.check(client);

    client.close();
    client.close();

    assertThat(codeOfACheck()).isEqualTo(Status.Code.UNAVAILABLE);
  }

  @Test
  void mayBeCalledBeforeTheFirstCall() {
    client.close();

    assertThat(server.calls()).isEmpty();
  }

  @Test
  void failsCallsAfterwards() {
    client.close();

    assertThat(codeOfACheck()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(
            Loopback.codeOf(
                () -> client.stub(HealthGrpc::newBlockingStub).watch(Loopback.ANY).hasNext()))
        .isEqualTo(Status.Code.UNAVAILABLE);
  }

  @Test
  void leavesAChannelOpenThatItWasGiven() throws Exception {
    ManagedChannel channel =
        Grpc.newChannelBuilder(server.at("127.0.0.1"), InsecureChannelCredentials.create()).build();
    try {
      GRPCClient over = GRPCClient.over(channel);
      over.connect(Duration.ZERO);
      assertThat(over.channel()).isSameAs(channel);

      over.close();

      assertThat(channel.isShutdown()).isFalse();
      assertThat(Loopback.check(over)).isEqualTo(HealthServer.SERVING);
    } finally {
      channel.shutdownNow();
    }
  }

  private ListenableFuture<HealthCheckResponse> startHeldCall() {
    CompletableFuture<?> held = server.holdNextCheck();
    ListenableFuture<HealthCheckResponse> running = startCall();
    held.join();
    return running;
  }

  private ListenableFuture<HealthCheckResponse> startCall() {
    return client.stub(HealthGrpc::newFutureStub).check(Loopback.ANY);
  }

  private void awaitRefusal() {
    Status.Code code;
    do {
      code = codeOfACheck();
    } while (code == Status.Code.OK);
    assertThat(code).isEqualTo(Status.Code.UNAVAILABLE);
  }

  private Status.Code codeOfACheck() {
    return Loopback.codeOf(() -> Loopback.check(client));
  }
}
