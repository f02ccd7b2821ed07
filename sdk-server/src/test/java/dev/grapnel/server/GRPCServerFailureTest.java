package dev.grapnel.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grapnel.core.config.ConfigException;
import dev.grapnel.core.lifecycle.DrainSignal;
import dev.grapnel.core.lifecycle.LifecycleState;
import dev.grapnel.core.policy.KeepAlive;
import dev.grapnel.core.security.TransportCredentials;
import dev.grapnel.core.security.TransportSecurity;
import dev.grapnel.server.discovery.AppHandlerRegistry;
import dev.grapnel.server.discovery.AppHandlers;
import dev.grapnel.server.echo.EchoRequest;
import dev.grapnel.server.echo.EchoResponse;
import dev.grapnel.server.echo.EchoServiceGrpc;
import dev.grapnel.server.executor.CallExecutor;
import dev.grapnel.server.executor.ExecutorRouting;
import dev.grapnel.server.health.HealthCheck;
import dev.grapnel.server.health.HealthReporter;
import dev.grapnel.server.stream.StreamThreads;
import dev.grapnel.server.transport.NettyTransport;
import dev.grapnel.testing.call.StreamRecorder;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GRPCServerFailureTest {

  private static final Duration FOREVER = ChronoUnit.FOREVER.getDuration();

  @Test
  void closesEverythingWhenItFailsAfterThePortIsOpen() {
    HealthReporter closed =
        new HealthReporter(List.of("a.A"), List.of(HealthCheck.of("a.A", () -> true)));
    closed.close();
    Server opened =
        Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
            .addService(new EchoService())
            .build();
    ServerSettings settings = new ServerSettings();
    ServerParts parts =
        new ServerParts(
            opened,
            NettyTransport.create(
                settings.transport(), InsecureServerCredentials.create(), Optional.empty()),
            new ExecutorRouting(CallExecutor.workers(), 1),
            StreamThreads.of(CallExecutor.workers()),
            Optional.of(closed),
            Optional.empty(),
            TransportCredentials.server(TransportSecurity.plaintext()),
            new DrainSignal(),
            List.of(),
            new Banner(settings, List.of(), List.of()),
            new Examination(settings, List.of()).facts(),
            new ServerParts.Options(settings));
    AtomicBoolean released = new AtomicBoolean();
    Resources resources = new Resources();
    resources.add(() -> released.set(true));
    GRPCServer server = new GRPCServer(parts, resources);

    assertThatThrownBy(server::start).isInstanceOf(RuntimeException.class);

    assertThat(server.state()).isEqualTo(LifecycleState.STOPPED);
    assertThat(opened.isTerminated()).isTrue();
    assertThat(released).isTrue();
  }

  /** Cannot say NOT_SERVING. */
  private static final class Optimist implements ServerInterceptor {
    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
        ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
      return next.startCall(
          new SimpleForwardingServerCall<ReqT, RespT>(call) {
            @Override
            public void sendMessage(RespT message) {
              if (message instanceof HealthCheckResponse response
                  && response.getStatus() == ServingStatus.NOT_SERVING) {
                throw new IllegalStateException("bad news");
              }
              super.sendMessage(message);
            }
          },
          headers);
    }
  }

  @Test
  void closesThePortAlsoWhenAWatcherCannotBeTold() {
    GRPCServerBuilder builder =
        RunningServer.builder().addInterceptor(new Optimist()).addService(new EchoService());
    try (RunningServer running = RunningServer.start(builder)) {
      StreamRecorder<HealthCheckResponse> watch = StreamRecorder.create();
      running.stub(HealthGrpc::newStub).watch(HealthCheckRequest.getDefaultInstance(), watch);
      watch.awaitMessages(1);
      running.server().close();
      assertThatThrownBy(running.server()::port).isInstanceOf(IllegalStateException.class);
    }
  }

  private record App(String app, Consumer<AppHandlerRegistry> handlers) implements AppHandlers {
    @Override
    public void register(AppHandlerRegistry registry) {
      handlers.accept(registry.register(new EchoService()));
    }
  }

  private static Runnable failing(String what) {
    return () -> {
      throw new NoClassDefFoundError(what);
    };
  }

  @Test
  void runsAllDrainActionsAndClosesAllResourcesWhateverTheyThrow() {
    AtomicInteger done = new AtomicInteger();
    App app =
        new App(
            "failing",
            registry ->
                registry
                    .onClose(done::incrementAndGet)
                    .onClose(failing("closing")::run)
                    .onDrain(failing("draining"))
                    .onDrain(done::incrementAndGet));
    RunningServer.start(RunningServer.builder().addApp(app)).close();
    assertThat(done).hasValue(2);
  }

  @Test
  void letsAHandlerEndItsWorkAfterItsAnswer() {
    WorkAfterwards service = new WorkAfterwards();
    GRPCServerBuilder builder =
        RunningServer.builder()
            .onDrain(() -> service.closing.complete(Thread.currentThread()))
            .addService(service);
    try (RunningServer running = RunningServer.start(builder)) {
      assertThat(running.echo("x")).isEqualTo("x");
      running.server().close();
      assertThat(service.rest).isCompletedWithValue("done");
    }
  }

  /** Answers, and goes on until whoever closes the server waits for it. */
  private static final class WorkAfterwards extends EchoServiceGrpc.EchoServiceImplBase {
    private final CompletableFuture<Thread> closing = new CompletableFuture<>();
    private final CompletableFuture<String> rest = new CompletableFuture<>();

    @Override
    public void unary(EchoRequest request, StreamObserver<EchoResponse> responses) {
      responses.onNext(EchoService.response(request.getText()));
      responses.onCompleted();
      rest.complete(work());
    }

    private String work() {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
      while (!Thread.currentThread().isInterrupted() && System.nanoTime() < end) {
        if (closing.isDone() && waitsForAPool(closing.join())) {
          return "done";
        }
        Thread.onSpinWait();
      }
      return "not waited for";
    }

    /** Nothing else tells it: without that wait the next thing to happen is our interruption. */
    private static boolean waitsForAPool(Thread thread) {
      return Stream.of(thread.getStackTrace())
          .anyMatch(
              frame ->
                  frame.getClassName().equals(ThreadPoolExecutor.class.getName())
                      && frame.getMethodName().equals("awaitTermination"));
    }
  }

  @Test
  void takesForEverForAnAnswer() throws Exception {
    HealthCheck check =
        HealthCheck.of("echo.v1.EchoService", () -> true).period(FOREVER).timeout(FOREVER);
    GRPCServerBuilder builder =
        RunningServer.builder()
            .connections(
                connections ->
                    connections
                        .keepAlive(new KeepAlive(FOREVER, FOREVER))
                        .permitKeepAliveTime(FOREVER)
                        .maxAge(FOREVER, FOREVER)
                        .maxIdle(FOREVER)
                        .handshakeTimeout(FOREVER))
            .shutdownGrace(FOREVER)
            .addHealthCheck(check)
            .addService(new EchoService());
    RunningServer running = RunningServer.start(builder);
    assertThat(running.echo("x")).isEqualTo("x");
    running.close();
    assertThat(running.server().awaitTermination(FOREVER)).isTrue();
  }

  @Test
  void isBuiltOnceByABuilder() {
    AtomicBoolean closed = new AtomicBoolean();
    App app = new App("dear", registry -> registry.onClose(() -> closed.set(true)));
    GRPCServerBuilder builder = RunningServer.builder().addApp(app);
    try (RunningServer running = RunningServer.start(builder)) {
      assertThatThrownBy(builder::build)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("a builder of its own");
      assertThat(closed).isFalse();
      assertThat(running.echo("x")).isEqualTo("x");
    }
    assertThat(closed).isTrue();
  }

  @Test
  void refusesAHealthServiceBesideItsOwn() {
    GRPCServerBuilder builder =
        RunningServer.builder()
            .addService(new EchoService())
            .addService(new HealthStatusManager().getHealthService());
    assertThatThrownBy(builder::build)
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("the server brings its own")
        .hasMessageContaining("health(Toggle.OFF)");
  }

  @Test
  void startsAndClosesFromManyThreads() {
    for (int i = 0; i < 50; i++) {
      GRPCServer server = RunningServer.builder().addService(new EchoService()).build();
      CompletableFuture<Void> go = new CompletableFuture<>();
      CompletableFuture<Void> closed =
          CompletableFuture.allOf(go.thenRunAsync(server::close), go.thenRunAsync(server::close));
      go.complete(null);
      try {
        server.start();
      } catch (IllegalStateException closedBefore) {
        assertThat(closedBefore).hasMessageNotContaining("has a port");
      }
      assertThat(closed).succeedsWithin(Duration.ofSeconds(10));
      assertThat(server.state()).isEqualTo(LifecycleState.STOPPED);
      assertThatThrownBy(server::port).isInstanceOf(IllegalStateException.class);
    }
  }
}
