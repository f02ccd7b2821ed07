package dev.grapnel.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grapnel.core.lifecycle.LifecycleState;
import dev.grapnel.server.echo.EchoRequest;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class GRPCServerCloseTest {

  private final CountDownLatch running = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);

  /** Holds every call until it is released, however often it is interrupted. */
  private String hold(String text) {
    running.countDown();
    boolean held = true;
    while (held) {
      try {
        release.await();
        held = false;
      } catch (InterruptedException e) {
        // The server gave up on us; the test decides when we end.
      }
    }
    return text;
  }

  @Test
  void letsRunningCallsEndBeforeItStops() throws Exception {
    RunningServer server =
        RunningServer.start(RunningServer.builder().addService(new EchoService(this::hold)));
    Recorder call = new Recorder();
    server.asyncEcho().unary(EchoRequest.newBuilder().setText("last").build(), call);
    running.await();

    CompletableFuture<Void> closing = CompletableFuture.runAsync(server.server()::close);
    // Not before the call has ended can the server have stopped.
    assertThat(server.server().state()).isNotEqualTo(LifecycleState.STOPPED);
    release.countDown();

    closing.get();
    assertThat(call.end().get()).containsExactly("last");
    assertThat(server.server().state()).isEqualTo(LifecycleState.STOPPED);
    server.close();
  }

  @Test
  void cancelsWhatStillRunsAfterTheGrace() throws Exception {
    RunningServer server =
        RunningServer.start(
            RunningServer.builder()
                .shutdownGrace(Duration.ofMillis(1))
                .addService(new EchoService(this::hold)));
    Recorder call = new Recorder();
    server.asyncEcho().unary(EchoRequest.newBuilder().setText("late").build(), call);
    running.await();

    server.server().close();
    assertThatThrownBy(call.end()::get)
        .isInstanceOf(ExecutionException.class)
        .satisfies(
            e ->
                assertThat(Status.fromThrowable(e).getCode())
                    .isIn(Status.Code.UNAVAILABLE, Status.Code.CANCELLED));
    release.countDown();
    server.close();
  }

  @Test
  void runsDrainActionsWhileCallsStillRun() throws Exception {
    GRPCServerBuilder builder =
        RunningServer.builder()
            .onDrain(
                () -> {
                  throw new IllegalStateException("this one fails, the next one runs all the same");
                })
            .onDrain(release::countDown)
            .addService(new EchoService(this::hold));
    RunningServer server = RunningServer.start(builder);
    Recorder call = new Recorder();
    server.asyncEcho().unary(EchoRequest.newBuilder().setText("drained").build(), call);
    running.await();

    // Only the drain action releases the call: without it this would take the whole grace.
    server.server().close();
    assertThat(call.end().get()).containsExactly("drained");
    server.close();
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
