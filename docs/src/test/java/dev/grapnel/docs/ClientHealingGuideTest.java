package dev.grapnel.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.grapnel.client.GRPCClient;
import dev.grapnel.client.balancing.LoadBalancing;
import dev.grapnel.client.balancing.OutlierDetection;
import dev.grapnel.client.config.MethodConfig;
import dev.grapnel.client.config.ServiceConfig;
import dev.grapnel.core.config.ConfigException;
import dev.grapnel.core.config.Toggle;
import dev.grapnel.core.error.RpcException;
import dev.grapnel.core.policy.HedgingPolicy;
import dev.grapnel.core.policy.RetryBudget;
import dev.grapnel.core.policy.RetryPolicy;
import dev.grapnel.interceptors.metrics.MetricsInterceptor;
import dev.grapnel.samples.hello.v1.GreeterServiceGrpc;
import dev.grapnel.samples.hello.v1.SayHelloRequest;
import dev.grapnel.samples.hello.v1.SayHelloResponse;
import dev.grapnel.server.GRPCServer;
import io.grpc.ConnectivityState;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The code of docs/guide/client.md that is about retries, hedging and healing. */
@Timeout(60)
class ClientHealingGuideTest {

  private static final SayHelloRequest REQUEST =
      SayHelloRequest.newBuilder().setName("guide").build();

  /** Refuses every other call. */
  private static final class Moody extends GreeterServiceGrpc.GreeterServiceImplBase {

    private final AtomicInteger calls = new AtomicInteger();

    @Override
    public void sayHello(SayHelloRequest request, StreamObserver<SayHelloResponse> responses) {
      if (calls.getAndIncrement() % 2 == 0) {
        throw RpcException.of(Status.Code.UNAVAILABLE, "not in the mood");
      }
      responses.onNext(SayHelloResponse.newBuilder().setMessage("Hello!").build());
      responses.onCompleted();
    }
  }

  private final Moody greeter = new Moody();
  private final GRPCServer server =
      GRPCServer.builder()
          .host("127.0.0.1")
          .port(0)
          .shutdownHook(Toggle.OFF)
          .addService(greeter)
          .build();

  @BeforeEach
  void start() {
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static String hello(GRPCClient client) {
    return client.stub(GreeterServiceGrpc::newBlockingStub).sayHello(REQUEST).getMessage();
  }

  @Test
  void repeatsWhatMayBeRepeated() {
    // region: repeatable
    GRPCClient client =
        GRPCClient.builder("localhost", server.port())
            .repeatable("hello.v1.GreeterService/SayHello")
            .build();
    // endregion
    try (client) {
      assertThat(hello(client)).isEqualTo("Hello!");
    }
    assertThat(greeter.calls).hasValue(2);
  }

  @Test
  void repeatsNothingElse() {
    try (GRPCClient client = GRPCClient.builder("localhost", server.port()).build()) {
      assertThatThrownBy(() -> hello(client)).hasMessage("UNAVAILABLE: not in the mood");
    }
    assertThat(greeter.calls).hasValue(1);
  }

  @Test
  void repeatsAllThatItIsTold() {
    // region: retry
    GRPCClient client =
        GRPCClient.builder("localhost", server.port())
            .retry(RetryPolicy.on(4, Status.Code.UNAVAILABLE, Status.Code.RESOURCE_EXHAUSTED))
            .retryBudget(new RetryBudget(20, 0.05))
            .build();
    // endregion
    try (client) {
      assertThat(hello(client)).isEqualTo("Hello!");
    }
  }

  @Test
  void configuresServicesAndMethods() {
    // region: service-config
    MethodConfig usual = MethodConfig.builder().timeout(Duration.ofSeconds(30)).build();
    MethodConfig quick =
        MethodConfig.builder()
            .timeout(Duration.ofSeconds(5))
            .waitForReady(Toggle.ON)
            .hedging(HedgingPolicy.after(2, Duration.ofMillis(100)))
            .build();
    GRPCClient client =
        GRPCClient.builder("localhost", server.port())
            .repeatable("hello.v1.GreeterService")
            .serviceConfig(
                ServiceConfig.builder()
                    .service("hello.v1.GreeterService", usual)
                    .method(GreeterServiceGrpc.getSayHelloMethod(), quick)
                    .build())
            .build();
    // endregion
    try (client) {
      assertThat(hello(client)).isEqualTo("Hello!");
      assertThat(client.serviceConfig())
          .contains("\"hedgingPolicy\"")
          .contains("\"repeatable\": [\n    \"hello.v1.GreeterService\"");
    }
  }

  @Test
  void refusesToHedgeWhatMustNotBeRepeated() {
    ServiceConfig config =
        ServiceConfig.builder()
            .method(
                GreeterServiceGrpc.getSayHelloMethod(),
                MethodConfig.builder().hedging(HedgingPolicy.after(2, Duration.ZERO)).build())
            .build();
    assertThatThrownBy(() -> GRPCClient.builder("localhost:1").serviceConfig(config).build())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("serviceConfig.method(hello.v1.GreeterService/SayHello).hedging");
  }

  @Test
  void readsTheStandardForm() {
    ServiceConfig config =
        // region: json
        ServiceConfig.fromJson(
            """
            {
              "methodConfig": [{
                "name": [{"service": "hello.v1.GreeterService"}],
                "timeout": "5s",
                "retryPolicy": {
                  "maxAttempts": 3,
                  "initialBackoff": "0.05s",
                  "maxBackoff": "1s",
                  "backoffMultiplier": 2,
                  "retryableStatusCodes": ["UNAVAILABLE"]
                }
              }],
              "retryThrottling": {"maxTokens": 100, "tokenRatio": 0.1}
            }
            """);
    // endregion
    try (GRPCClient client =
        GRPCClient.builder("localhost", server.port()).serviceConfig(config).build()) {
      assertThat(hello(client)).isEqualTo("Hello!");
    }
  }

  @Test
  void tellsItsStates() throws InterruptedException {
    BlockingQueue<ConnectivityState> states = new LinkedBlockingQueue<>();
    int port = server.port();
    // region: healing
    GRPCClient client =
        GRPCClient.builder("localhost", port)
            .eagerConnect(Toggle.ON)
            .reconnectBackoff(Duration.ofSeconds(2))
            .addStateListener(states::add)
            .build();
    // endregion
    try (client) {
      while (states.poll(30, TimeUnit.SECONDS) != ConnectivityState.READY) {
        assertThat(client.state()).isNotEqualTo(ConnectivityState.SHUTDOWN);
      }
      // region: connections
      client.connections().forEach(System.out::println);
      // endregion
      assertThat(client.connections()).hasSize(1);
    }
  }

  @Test
  void tellsWhichServersItTriedAndWhyTheyFailed() throws IOException {
    try (Socket deaf = new Socket()) {
      deaf.bind(new InetSocketAddress(0));
      String target = "localhost:" + deaf.getLocalPort();
      try (GRPCClient client = GRPCClient.builder(target).build()) {
        var stub = client.stub(GreeterServiceGrpc::newBlockingStub);
        assertThatThrownBy(() -> stub.sayHello(REQUEST))
            .hasMessageStartingWith(
                "UNAVAILABLE: no connection to " + target + ": " + target + " (")
            .hasMessageContaining("): Connection refused: localhost/");
        StatusRuntimeException late =
            catchThrowableOfType(
                StatusRuntimeException.class,
                () ->
                    stub.withWaitForReady()
                        .withDeadlineAfter(500, TimeUnit.MILLISECONDS)
                        .sayHello(REQUEST));
        assertThat(late)
            .hasMessageContaining("waited for a connection until its deadline: no connection to");
        assertThatThrownBy(() -> client.connect(Duration.ofMillis(100)))
            .hasMessageContaining("cannot connect to " + target + " within 100 ms");
      }
    }
  }

  @Test
  void leavesOutServersThatDoBadly() {
    // region: outliers
    OutlierDetection sooner =
        new OutlierDetection(
            Duration.ofSeconds(2), // compared that often
            Duration.ofSeconds(10), // out that long at first
            Duration.ofSeconds(60), // and at most
            50, // percent of the addresses at most
            10, // calls in an interval at least
            0.2, // share of failures above the others'
            5.0, // times as slow as the others
            Duration.ofMillis(5)); // and slower by that
    LoadBalancing spread = LoadBalancing.roundRobin().outlierDetection(sooner);
    // endregion
    try (GRPCClient client =
        GRPCClient.builder("localhost", server.port())
            .loadBalancing(spread)
            .repeatable("hello.v1.GreeterService")
            .build()) {
      assertThat(hello(client)).isEqualTo("Hello!");
    }
  }

  @Test
  void showsItsNumbers() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    try (GRPCClient client =
        GRPCClient.builder("localhost", server.port())
            .addInterceptor(MetricsInterceptor.create(registry))
            .build()) {
      List<String> told =
          Repository.lines(Repository.ROOT.resolve("docs/guide/client.md")).stream()
              .filter(line -> line.startsWith("| `grpc_client_"))
              .map(line -> line.split("`", -1)[1])
              .toList();
      assertThat(told)
          .containsExactlyInAnyOrderElementsOf(
              client.vitals().stream().map(vital -> vital.name().replace('.', '_')).toList())
          .allSatisfy(
              name ->
                  assertThat(
                          registry
                              .get(name.replace('_', '.'))
                              .tag("target", "localhost:" + server.port())
                              .gauge()
                              .value())
                      .isZero());
    }
  }
}
