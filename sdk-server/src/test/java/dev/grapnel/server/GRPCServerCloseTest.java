package dev.grapnel.server;

import static dev.grapnel.testing.assertion.GrpcAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.core.lifecycle.LifecycleState;
import dev.grapnel.server.echo.EchoResponse;
import dev.grapnel.testing.call.StreamRecorder;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class GRPCServerCloseTest {

  private static final Duration SOON = Duration.ofSeconds(10);

  private final Gate gate = new Gate();

  private RunningServer start(GRPCServerBuilder builder) {
    return RunningServer.start(builder.addService(new EchoService(gate::hold)));
  }

  @Test
  void letsRunningCallsEndBeforeItStops() throws Exception {
    CompletableFuture<Void> draining = new CompletableFuture<>();
    try (RunningServer running =
        start(RunningServer.builder().onDrain(() -> draining.complete(null)))) {
      StreamRecorder<EchoResponse> call = running.begin("last");
      gate.awaitHeld();

      CompletableFuture<Void> closing = CompletableFuture.runAsync(running.server()::close);
      assertThat(draining).succeedsWithin(SOON);
      // Not before the call has ended can the server have stopped.
      assertThat(running.server().state()).isEqualTo(LifecycleState.DRAINING);
      gate.open();

      assertThat(closing).succeedsWithin(SOON);
      assertThat(call).completesNormally().hasReceived(EchoService.response("last"));
      assertThat(running.server().state()).isEqualTo(LifecycleState.STOPPED);
    }
  }

  @Test
  void cancelsWhatStillRunsAfterTheGrace() throws Exception {
    try (RunningServer running =
        start(RunningServer.builder().shutdownGrace(Duration.ofMillis(1)))) {
      StreamRecorder<EchoResponse> call = running.begin("late");
      gate.awaitHeld();

      running.server().close();
      assertThat(call.awaitEnd().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
      gate.open();
    }
  }

  @Test
  void runsDrainActionsWhileCallsStillRun() throws Exception {
    GRPCServerBuilder builder =
        RunningServer.builder()
            .onDrain(
                () -> {
                  throw new IllegalStateException("this one fails, the next one runs all the same");
                })
            .onDrain(gate::open);
    try (RunningServer running = start(builder)) {
      StreamRecorder<EchoResponse> call = running.begin("drained");
      gate.awaitHeld();

      // Only the drain action releases the call: without it this would take the whole grace.
      running.server().close();
      assertThat(call).completesNormally().hasReceived(EchoService.response("drained"));
    }
  }

  @Test
  void canBeClosedByWhatItCloses() {
    AtomicReference<GRPCServer> self = new AtomicReference<>();
    GRPCServer server =
        RunningServer.builder()
            .onDrain(() -> self.get().close())
            .addService(new EchoService())
            .build();
    self.set(server);
    server.start();
    server.close();
    assertThat(server.state()).isEqualTo(LifecycleState.STOPPED);
  }

  @Test
  void closesResourcesLastOpenedFirstAndAllOfThem() {
    StringBuilder order = new StringBuilder();
    Resources resources = new Resources();
    resources.add(() -> order.append("first"));
    resources.add(
        () -> {
          throw new IllegalStateException("cannot close");
        });
    resources.add(() -> order.append("last "));
    resources.close();
    resources.close();
    assertThat(order).hasToString("last first");
  }
}
