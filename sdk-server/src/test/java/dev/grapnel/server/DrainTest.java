package dev.grapnel.server;

import static dev.grapnel.testing.assertion.GrpcAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grapnel.core.call.CallContext;
import dev.grapnel.core.config.ConfigException;
import dev.grapnel.core.config.GRPCConfig;
import dev.grapnel.core.lifecycle.LifecycleState;
import dev.grapnel.server.echo.EchoRequest;
import dev.grapnel.server.echo.EchoResponse;
import dev.grapnel.server.echo.EchoServiceGrpc;
import dev.grapnel.testing.call.StreamRecorder;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

class DrainTest {

  private static final Duration LONG = Duration.ofHours(1);

  private final Queue<String> drained = new ConcurrentLinkedQueue<>();

  /** Its stream goes on until the server drains. */
  private final class Endless extends EchoServiceGrpc.EchoServiceImplBase {

    @Override
    public void serverStream(EchoRequest request, StreamObserver<EchoResponse> responses) {
      responses.onNext(EchoService.response("begun"));
      // region: on-drain
      CallContext.current()
          .onDrain(
              () -> {
                responses.onNext(last(request));
                responses.onCompleted();
              });
      // endregion
    }
  }

  private EchoResponse last(EchoRequest request) {
    drained.add(request.getText());
    return EchoService.response("drained " + CallContext.current().isDraining());
  }

  private RunningServer start(GRPCServerBuilder builder) {
    return RunningServer.start(builder.addService(new Endless()));
  }

  private static StreamRecorder<EchoResponse> open(RunningServer running, String text) {
    StreamRecorder<EchoResponse> stream = StreamRecorder.create();
    running.stub(EchoServiceGrpc::newStub).serverStream(EchoService.request(text), stream);
    stream.awaitMessages(1);
    return stream;
  }

  @Test
  void tellsStreamsSoThatTheyEndCleanly() {
    try (RunningServer running = start(RunningServer.builder().shutdownGrace(LONG))) {
      StreamRecorder<EchoResponse> one = open(running, "one");
      StreamRecorder<EchoResponse> two = open(running, "two");

      running.server().close();

      assertThat(one)
          .completesNormally()
          .hasReceived(begun(), EchoService.response("drained true"));
      assertThat(two).completesNormally();
      assertThat(drained).containsExactlyInAnyOrder("one", "two");
    }
  }

  private static EchoResponse begun() {
    return EchoService.response("begun");
  }

  @Test
  void forgetsStreamsThatHaveEnded() {
    try (RunningServer running = start(RunningServer.builder())) {
      StreamRecorder<EchoResponse> cancelled = open(running, "cancelled");
      cancelled.cancel();
      open(running, "open");
      StreamRecorder<EchoResponse> third = open(running, "third");

      running.server().close();

      third.awaitEnd();
      assertThat(drained).contains("open", "third");
      assertThat(drained.size()).isLessThanOrEqualTo(3);
    }
  }

  @Test
  void takesCallsUntilLoadBalancersHaveSeenThatItStops() throws Exception {
    GRPCServerBuilder builder = RunningServer.builder().drainDelay(LONG);
    try (RunningServer running = RunningServer.start(builder.addService(new EchoService()))) {
      StreamRecorder<HealthCheckResponse> watch = StreamRecorder.create();
      running.stub(HealthGrpc::newStub).watch(HealthCheckRequest.getDefaultInstance(), watch);
      watch.awaitMessage(answer -> answer.getStatus() == ServingStatus.SERVING);
      CompletableFuture<Void> closed = new CompletableFuture<>();
      Thread closing =
          new Thread(
              () -> {
                running.server().close();
                closed.complete(null);
              });
      closing.start();

      watch.awaitMessage(answer -> answer.getStatus() == ServingStatus.NOT_SERVING);
      assertThat(running.server().state()).isEqualTo(LifecycleState.DRAINING);
      assertThat(running.echo("still")).isEqualTo("still");
      assertThat(watch.end()).isEmpty();

      closing.interrupt();
      assertThat(closed).succeedsWithin(Duration.ofSeconds(10));
      watch.awaitEnd();
      assertThat(running.server().state()).isEqualTo(LifecycleState.STOPPED);
    }
  }

  @Test
  void takesTheDelayFromConfiguration() {
    GRPCConfig config =
        GRPCConfig.loader()
            .environment(Map.of("GRPC_DRAIN_DELAY", "5s"))
            .systemProperties(new Properties())
            .load();
    assertThat(config.server().drainDelay()).isEqualTo(Duration.ofSeconds(5));
    assertThatThrownBy(
            () ->
                RunningServer.builder()
                    .addService(new EchoService())
                    .drainDelay(Duration.ofSeconds(-1))
                    .build())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("drainDelay is PT-1S: expected zero or a time above it");
  }
}
