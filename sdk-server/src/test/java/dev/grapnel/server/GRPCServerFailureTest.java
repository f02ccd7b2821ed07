package dev.grapnel.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grapnel.core.config.ConfigException;
import dev.grapnel.core.lifecycle.LifecycleState;
import dev.grapnel.core.policy.KeepAlive;
import dev.grapnel.core.security.TransportCredentials;
import dev.grapnel.core.security.TransportSecurity;
import dev.grapnel.server.discovery.AppHandlerRegistry;
import dev.grapnel.server.discovery.AppHandlers;
import dev.grapnel.server.executor.CallExecutor;
import dev.grapnel.server.executor.ExecutorRouting;
import dev.grapnel.server.health.HealthCheck;
import dev.grapnel.server.health.HealthReporter;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
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
    GRPCServer.Parts parts =
        new GRPCServer.Parts(
            opened,
            new ExecutorRouting(CallExecutor.workers(), 1),
            Optional.of(closed),
            TransportCredentials.server(TransportSecurity.plaintext()),
            List.of(),
            new Banner(settings, List.of(), List.of()),
            new GRPCServer.Options(settings));
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
  void closesThePortAlsoWhenAWatcherCannotBeTold() throws Exception {
    GRPCServerBuilder builder =
        RunningServer.builder().addInterceptor(new Optimist()).addService(new EchoService());
    try (RunningServer running = RunningServer.start(builder)) {
      CompletableFuture<HealthCheckResponse> watched = new CompletableFuture<>();
      HealthGrpc.newStub(running.channel())
          .watch(HealthCheckRequest.getDefaultInstance(), observer(watched));
      watched.get();
      running.server().close();
      assertThatThrownBy(running.server()::port).isInstanceOf(IllegalStateException.class);
    }
  }

  private static StreamObserver<HealthCheckResponse> observer(
      CompletableFuture<HealthCheckResponse> first) {
    return new StreamObserver<>() {
      @Override
      public void onNext(HealthCheckResponse response) {
        first.complete(response);
      }

      @Override
      public void onError(Throwable failure) {
        first.completeExceptionally(failure);
      }

      @Override
      public void onCompleted() {
        first.cancel(true);
      }
    };
  }

  @Test
  void runsAllDrainActionsAndClosesAllResourcesWhateverTheyThrow() {
    AtomicInteger done = new AtomicInteger();
    AppHandlers app =
        new AppHandlers() {
          @Override
          public String app() {
            return "failing";
          }

          @Override
          public void register(AppHandlerRegistry registry) {
            registry
                .register(new EchoService())
                .onClose(done::incrementAndGet)
                .onClose(
                    () -> {
                      throw new NoClassDefFoundError("closing");
                    })
                .onDrain(
                    () -> {
                      throw new NoClassDefFoundError("draining");
                    })
                .onDrain(done::incrementAndGet);
          }
        };
    RunningServer.start(RunningServer.builder().addApp(app)).close();
    assertThat(done).hasValue(2);
  }

  @Test
  void letsAHandlerEndItsWorkAfterItsAnswer() throws Exception {
    CountDownLatch closing = new CountDownLatch(1);
    CompletableFuture<String> rest = new CompletableFuture<>();
    GRPCServerBuilder builder =
        RunningServer.builder()
            .onDrain(closing::countDown)
            .addService(
                new EchoService(),
                options ->
                    options.addInterceptor(
                        new ServerInterceptor() {
                          @Override
                          public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
                              ServerCall<ReqT, RespT> call,
                              Metadata headers,
                              ServerCallHandler<ReqT, RespT> next) {
                            return new WorkAfterwards<>(
                                next.startCall(call, headers), closing, rest);
                          }
                        }));
    try (RunningServer running = RunningServer.start(builder)) {
      assertThat(running.echo("x")).isEqualTo("x");
      running.server().close();
      assertThat(rest.get()).isEqualTo("done");
    }
  }

  /** Goes on until some time after the server began to close. */
  private static final class WorkAfterwards<ReqT> extends SimpleForwardingServerCallListener<ReqT> {
    private final CountDownLatch closing;
    private final CompletableFuture<String> rest;

    WorkAfterwards(
        ServerCall.Listener<ReqT> next, CountDownLatch closing, CompletableFuture<String> rest) {
      super(next);
      this.closing = closing;
      this.rest = rest;
    }

    @Override
    public void onHalfClose() {
      super.onHalfClose();
      try {
        closing.await();
        // What takes a moment: the pools would be ended within it.
        assertThat(new CountDownLatch(1).await(200, TimeUnit.MILLISECONDS)).isFalse();
        rest.complete("done");
      } catch (InterruptedException e) {
        rest.complete("interrupted");
      }
    }
  }

  @Test
  void takesForEverForAnAnswer() throws Exception {
    HealthCheck check =
        HealthCheck.of("echo.v1.EchoService", () -> true).period(FOREVER).timeout(FOREVER);
    GRPCServerBuilder builder =
        RunningServer.builder()
            .keepAlive(new KeepAlive(FOREVER, FOREVER))
            .permitKeepAliveTime(FOREVER)
            .maxConnectionAge(FOREVER, FOREVER)
            .handshakeTimeout(FOREVER)
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
    AppHandlers app =
        new AppHandlers() {
          @Override
          public String app() {
            return "dear";
          }

          @Override
          public void register(AppHandlerRegistry registry) {
            registry.register(new EchoService()).onClose(() -> closed.set(true));
          }
        };
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
  void startsAndClosesFromManyThreads() throws Exception {
    for (int i = 0; i < 50; i++) {
      GRPCServer server = RunningServer.builder().addService(new EchoService()).build();
      CountDownLatch go = new CountDownLatch(1);
      CompletableFuture<Void> first = after(go, server::close);
      CompletableFuture<Void> second = after(go, server::close);
      go.countDown();
      try {
        server.start();
      } catch (IllegalStateException closedBefore) {
        assertThat(closedBefore).hasMessageNotContaining("has a port");
      }
      first.get();
      second.get();
      assertThat(server.state()).isEqualTo(LifecycleState.STOPPED);
      assertThatThrownBy(server::port).isInstanceOf(IllegalStateException.class);
    }
  }

  private static CompletableFuture<Void> after(CountDownLatch go, Runnable action) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            go.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          action.run();
        });
  }
}
