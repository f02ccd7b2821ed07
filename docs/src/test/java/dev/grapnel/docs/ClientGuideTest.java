package dev.grapnel.docs;

import static dev.grapnel.testing.assertion.GrpcAssertions.assertThatCall;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.google.rpc.BadRequest;
import dev.grapnel.client.GRPCClient;
import dev.grapnel.client.balancing.LoadBalancing;
import dev.grapnel.client.call.Conversation;
import dev.grapnel.client.call.ResponseStream;
import dev.grapnel.client.resolver.Targets;
import dev.grapnel.client.resolver.kubernetes.KubernetesTargets;
import dev.grapnel.core.config.ConfigException;
import dev.grapnel.core.config.GRPCConfig;
import dev.grapnel.core.config.Toggle;
import dev.grapnel.core.error.RpcException;
import dev.grapnel.core.security.TlsMaterial;
import dev.grapnel.core.security.TransportSecurity;
import dev.grapnel.docs.ServerGuideTest.Greeter;
import dev.grapnel.interceptors.auth.BearerCredentials;
import dev.grapnel.interceptors.auth.TokenSource;
import dev.grapnel.samples.hello.v1.GreeterServiceGrpc;
import dev.grapnel.samples.hello.v1.SayHelloRequest;
import dev.grapnel.server.GRPCServer;
import dev.grapnel.testing.FakeChannel;
import io.grpc.CallCredentials;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.health.v1.HealthGrpc.HealthStub;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc.ServerReflectionStub;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of docs/guide/client.md. */
class ClientGuideTest {

  private final GRPCServer server =
      GRPCServer.builder()
          .host("127.0.0.1")
          .port(0)
          .shutdownHook(Toggle.OFF)
          .addService(new Greeter())
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
    var request = SayHelloRequest.newBuilder().setName("guide").build();
    return client.stub(GreeterServiceGrpc::newBlockingStub).sayHello(request).getMessage();
  }

  @Test
  void callsOneServer() throws InterruptedException {
    int port = server.port();
    List<String> answers = new ArrayList<>();
    // region: one
    try (GRPCClient client =
        GRPCClient.builder("localhost", port).timeout(Duration.ofSeconds(5)).build()) {
      client.connect();
      var greeter = client.stub(GreeterServiceGrpc::newBlockingStub);
      var request = SayHelloRequest.newBuilder().setName("world").build();
      answers.add(greeter.sayHello(request).getMessage());
    }
    // endregion
    assertThat(answers).singleElement().asString().startsWith("Hello, world");
  }

  @Test
  void callsSeveralServers() {
    String first = "localhost:" + server.port();
    String second = "127.0.0.1:" + server.port();
    // region: several
    GRPCClient client = GRPCClient.builder().targets(first, second).build();
    // endregion
    try (client) {
      assertThat(hello(client)).startsWith("Hello, guide");
    }
  }

  @Test
  void findsServersThatComeAndGo(@TempDir Path folder) throws IOException {
    Path list = Files.writeString(folder.resolve("targets"), "localhost:" + server.port());
    int port = server.port();
    // region: targets
    Targets names = Targets.of("grpc1:50051", "grpc2:50051");
    Targets dns = Targets.dns("localhost", port);
    Targets ownNameServer = Targets.uri("dns://10.0.0.2:53/users.internal:50051");
    Targets file = Targets.file(list);
    // endregion
    for (Targets targets : List.of(dns, file)) {
      try (GRPCClient client = GRPCClient.builder(targets).build()) {
        assertThat(hello(client)).startsWith("Hello, guide");
      }
    }
    assertThat(List.of(names, ownNameServer)).allSatisfy(t -> assertThat(t.problems()).isEmpty());
  }

  @Test
  void watchesKubernetes(@TempDir Path folder) throws IOException {
    URI apiServer = URI.create("https://10.0.0.1:6443");
    Path token = Files.writeString(folder.resolve("token"), "token");
    Path ca = Files.writeString(folder.resolve("ca.pem"), "");
    // region: kubernetes-outside
    Targets users =
        KubernetesTargets.builder("users")
            .namespace("shop")
            .port("grpc")
            .apiServer(apiServer)
            .tokenFile(token)
            .caFile(ca)
            .build();
    // endregion
    assertThat(users).asString().startsWith("kubernetes:///users.shop:grpc?apiServer=https");
    assumeThat(System.getenv("KUBERNETES_SERVICE_HOST")).isNull();
    assertThatThrownBy(
            () -> {
              // region: kubernetes
              GRPCClient client =
                  GRPCClient.builder(KubernetesTargets.service("users", 50051)).build();
              // endregion
              client.close();
            })
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("not in a Kubernetes cluster");
  }

  @Test
  void spreadsCalls() {
    String target = "localhost:" + server.port();
    // region: balancing
    LoadBalancing spread =
        LoadBalancing.leastRequest()
            .connectionsPerAddress(2)
            .healthChecking("hello.v1.GreeterService");
    LoadBalancing inProportion = LoadBalancing.weighted(Map.of("grpc1:50051", 3, "grpc2:50051", 1));
    LoadBalancing oneAfterTheOther = LoadBalancing.pickFirst();
    // endregion
    try (GRPCClient client = GRPCClient.builder(target).loadBalancing(spread).build()) {
      assertThat(hello(client)).startsWith("Hello, guide");
    }
    List<String> problems = new ArrayList<>();
    inProportion.problems(problems);
    oneAfterTheOther.problems(problems);
    assertThat(problems).isEmpty();
  }

  @Test
  void takesItsSettingsFromOutside() {
    GRPCConfig config =
        GRPCConfig.loader()
            .override("grpc.client.targets", "localhost:" + server.port(), "--targets")
            .override("grpc.client.timeout", "2s", "--timeout")
            .load();
    // region: configuration
    GRPCClient client = GRPCClient.builder(config).maxInboundMessageSize(16 << 20).build();
    // endregion
    try (client) {
      assertThat(hello(client)).startsWith("Hello, guide");
    }
  }

  @Test
  void readsAStreamInAThreadThatWaits() {
    List<ServingStatus> seen = new ArrayList<>();
    try (GRPCClient client = GRPCClient.builder("localhost", server.port()).build()) {
      HealthCheckRequest request = HealthCheckRequest.getDefaultInstance();
      // region: response-stream
      HealthStub health = client.stub(HealthGrpc::newStub);
      try (ResponseStream<HealthCheckResponse> states =
          ResponseStream.open(health::watch, request)) {
        for (HealthCheckResponse state : states) {
          seen.add(state.getStatus());
          if (state.getStatus() == ServingStatus.SERVING) {
            break;
          }
        }
      }
      // endregion
    }
    assertThat(seen).last().isEqualTo(ServingStatus.SERVING);
  }

  @Test
  void talksInAThreadThatWaits() {
    List<String> services = new ArrayList<>();
    try (GRPCClient client = GRPCClient.builder("localhost", server.port()).build()) {
      var request = ServerReflectionRequest.newBuilder().setListServices("").build();
      // region: conversation
      ServerReflectionStub reflection = client.stub(ServerReflectionGrpc::newStub);
      try (Conversation<ServerReflectionRequest, ServerReflectionResponse> talk =
          Conversation.open(reflection::serverReflectionInfo)) {
        talk.send(request);
        ServerReflectionResponse answer = talk.next();
        answer.getListServicesResponse().getServiceList().forEach(s -> services.add(s.getName()));
        talk.halfClose();
      }
      // endregion
    }
    assertThat(services).contains("hello.v1.GreeterService");
  }

  @Test
  void showsCredentialsAndCompresses() {
    CallCredentials credentials = BearerCredentials.of(TokenSource.fixed("token"));
    // region: credentials
    GRPCClient client =
        GRPCClient.builder("users.internal", 50051)
            .transportSecurity(TransportSecurity.tls())
            .callCredentials(credentials)
            .compression("gzip")
            .build();
    // endregion
    client.close();
    assertThatThrownBy(
            () -> GRPCClient.builder("users.internal", 50051).callCredentials(credentials).build())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("callCredentials are set")
        .hasMessageContaining("are not encrypted");
  }

  @Test
  void describesTls() {
    // region: tls
    TransportSecurity publicAuthority = TransportSecurity.tls();
    TransportSecurity ownAuthority = TransportSecurity.tls(TlsMaterial.trust(Path.of("ca.pem")));
    TransportSecurity withIdentity =
        TransportSecurity.mutualTls(
            TlsMaterial.identity(Path.of("client.pem"), Path.of("client.key"))
                .trusting(Path.of("ca.pem")));
    // endregion
    assertThat(List.of(publicAuthority, ownAuthority, withIdentity))
        .extracting(TransportSecurity::description)
        .containsExactly("TLS", "TLS", "mutual TLS");
  }

  @Test
  void readsErrorsTyped() {
    List<String> fields = new ArrayList<>();
    try (GRPCClient client = GRPCClient.builder("localhost", server.port()).build()) {
      var greeter = client.stub(GreeterServiceGrpc::newBlockingStub);
      // region: errors
      try {
        greeter.sayHello(SayHelloRequest.getDefaultInstance());
      } catch (StatusRuntimeException e) {
        RpcException failure = RpcException.from(e);
        failure.details().badRequest().map(BadRequest::getFieldViolationsList).stream()
            .flatMap(List::stream)
            .forEach(violation -> fields.add(violation.getField()));
      }
      // endregion
    }
    assertThat(fields).containsExactly("name");
  }

  @Test
  void wrapsAnyChannel() {
    // region: over
    try (FakeChannel channel = FakeChannel.of(new Greeter())) {
      GRPCClient client = GRPCClient.over(channel);
      var greeter = client.stub(GreeterServiceGrpc::newBlockingStub);
      // endregion
      client.close();
      var request = SayHelloRequest.newBuilder().setName("x").build();
      assertThatCall(() -> greeter.sayHello(request)).succeeds();
    }
  }
}
