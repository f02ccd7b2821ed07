package dev.grapnel.server;

import static dev.grapnel.server.EchoService.request;
import static dev.grapnel.server.EchoService.response;
import static dev.grapnel.testing.assertion.GrpcAssertions.assertThat;
import static dev.grapnel.testing.assertion.GrpcAssertions.assertThatCall;
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
import io.grpc.ServerInterceptor;
import io.grpc.stub.StreamObserver;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class GRPCServerTest {

  @Test
  void servesAllFourCallKinds() {
    try (RunningServer running = RunningServer.start(new EchoService())) {
      assertThat(running.echo("hello")).isEqualTo("hello");
      assertThatCall(() -> running.echo().serverStream(request("m")))
          .returns(response("m0"), response("m1"), response("m2"));
      EchoServiceGrpc.EchoServiceStub echo = running.stub(EchoServiceGrpc::newStub);
      StreamRecorder<EchoResponse> clientStream = StreamRecorder.create();
      send(echo.clientStream(clientStream));
      assertThat(clientStream).completesNormally().hasReceived(response("a,b"));
      StreamRecorder<EchoResponse> bidi = StreamRecorder.create();
      send(echo.bidiStream(bidi));
      assertThat(bidi).completesNormally().hasReceived(response("a"), response("b"));
    }
  }

  private static void send(StreamObserver<EchoRequest> requests) {
    requests.onNext(request("a"));
    requests.onNext(request("b"));
    requests.onCompleted();
  }

  @Test
  void runsTheFirstInterceptorOutermostAndThoseOfTheServiceInside() {
    List<String> order = new CopyOnWriteArrayList<>();
    GRPCServerBuilder builder =
        RunningServer.builder()
            .addInterceptor(recording("first", order))
            .addInterceptor(recording("second", order))
            .authInterceptor(recording("auth", order))
            .addService(
                new EchoService(),
                service ->
                    service
                        .addInterceptor(recording("service-first", order))
                        .addInterceptor(recording("service-second", order)));
    try (RunningServer running = RunningServer.start(builder)) {
      running.echo("x");
    }
    assertThat(order).containsExactly("auth", "first", "second", "service-first", "service-second");
  }

  private static ServerInterceptor recording(String name, List<String> order) {
    return new Before(
        () -> {
          // Every interceptor already sees the call.
          assertThat(CallContext.current().info().method()).isEqualTo("Unary");
          order.add(name);
        });
  }

  @Test
  void goesThroughItsStatesOnce() throws Exception {
    GRPCServer server = RunningServer.builder().addService(new EchoService()).build();
    assertThat(server.state()).isEqualTo(LifecycleState.NEW);
    assertThatThrownBy(server::port).isInstanceOf(IllegalStateException.class);
    server.start();
    assertThat(server.state()).isEqualTo(LifecycleState.SERVING);
    assertThatThrownBy(server::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("SERVING");
    server.close();
    server.close();
    assertThat(server.state()).isEqualTo(LifecycleState.STOPPED);
    assertThat(server.awaitTermination(Duration.ZERO)).isTrue();
    assertThatThrownBy(server::start).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void closesAServerThatWasNeverStarted() {
    GRPCServer server = RunningServer.builder().addService(new EchoService()).build();
    server.close();
    assertThat(server.state()).isEqualTo(LifecycleState.STOPPED);
  }

  @Test
  void namesThePortThatIsInUseInOneLine() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      GRPCServer server =
          RunningServer.builder().port(taken.getLocalPort()).addService(new EchoService()).build();
      assertThatThrownBy(server::start)
          .isInstanceOf(ServerStartException.class)
          .hasMessageStartingWith("port " + taken.getLocalPort() + " is already in use")
          .hasMessageNotContaining("\n");
      assertThat(server.state()).isEqualTo(LifecycleState.STOPPED);
    }
  }

  @Test
  void saysWhichAddressCannotBeListenedOn() {
    GRPCServer server =
        RunningServer.builder().host("192.0.2.1").addService(new EchoService()).build();
    assertThatThrownBy(server::start)
        .isInstanceOf(ServerStartException.class)
        .hasMessageContaining("192.0.2.1")
        .hasMessageNotContaining("\n");
  }

  @Test
  void saysWhenThereIsNoSuchHost() {
    GRPCServer server =
        RunningServer.builder().host("no-such-host.invalid").addService(new EchoService()).build();
    assertThatThrownBy(server::start)
        .isInstanceOf(ServerStartException.class)
        .hasMessage("cannot listen on no-such-host.invalid:0: no such host");
  }

  @Test
  void tellsEverythingThatIsWrongAtOnce() {
    GRPCServerBuilder builder =
        RunningServer.builder()
            .port(70000)
            .maxWorkers(0)
            .shutdownGrace(Duration.ZERO)
            .maxInboundMessageSize(-1)
            .addService(new EchoService())
            .addService(new EchoService());
    assertThatThrownBy(builder::build)
        .isInstanceOfSatisfying(ConfigException.class, e -> assertThat(e.problems()).hasSize(5))
        .hasMessageContaining("port is 70000: expected a number from 0 to 65535")
        .hasMessageContaining("maxWorkers is 0")
        .hasMessageContaining("shutdownGrace is PT0S")
        .hasMessageContaining("maxInboundMessageSize is -1")
        .hasMessageContaining("echo.v1.EchoService is registered twice: by addService");
  }

  @Test
  void refusesToBeEmpty() {
    assertThatThrownBy(() -> RunningServer.builder().build())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("no services");
  }

  @Test
  void takesItsSettingsFromConfigurationAndLetsCodeWin() {
    GRPCConfig config =
        GRPCConfig.loader()
            .environment(
                Map.of("GRPC_MAX_WORKERS", "3", "GRPC_HOST", "127.0.0.1", "GRPC_PORT", "1"))
            .load();
    GRPCServerBuilder builder = GRPCServer.from(config).port(0).addService(new EchoService());
    try (RunningServer running = RunningServer.start(builder)) {
      assertThat(running.echo("configured")).isEqualTo("configured");
      assertThat(running.server().port()).isNotEqualTo(1);
    }
  }

  @Test
  void stopsAtOnceWhenItIsDisabled() throws Exception {
    GRPCConfig config = GRPCConfig.loader().environment(Map.of("GRPC_ENABLED", "false")).load();
    GRPCServer server = GRPCServer.from(config).build();
    server.start();
    server.awaitTermination();
    assertThat(server.state()).isEqualTo(LifecycleState.STOPPED);
  }

  @Test
  void doesNotBuildWhenItMustAuthenticateAndCannot() {
    GRPCConfig config = GRPCConfig.loader().environment(Map.of("GRPC_AUTH_ENABLED", "true")).load();
    assertThatThrownBy(() -> GRPCServer.from(config).addService(new EchoService()).build())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("grpc.auth.enabled");
  }

  @Test
  void tellsWhatItServesAndWhichSettingsAreNotDefaults() {
    ServerSettings settings = new ServerSettings();
    settings.apply(
        GRPCConfig.loader()
            .environment(Map.of("GRPC_MAX_WORKERS", "3", "GRPC_MAX_WORKER", "4"))
            .load());
    Banner banner = new Banner(settings, List.of(), List.of());
    assertThat(banner.text(50051, OptionalInt.of(9090)))
        .contains("serves gRPC on 0.0.0.0:50051 (plaintext)")
        .contains("grpc.max-workers = \"3\" (environment variable GRPC_MAX_WORKERS)")
        .contains("reflection")
        .contains("channelz on loopback, port 9090")
        .contains("grpc-java 1.")
        .doesNotContain("grpc.port");
  }
}
