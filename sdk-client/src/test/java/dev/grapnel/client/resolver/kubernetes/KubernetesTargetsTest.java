package dev.grapnel.client.resolver.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grapnel.client.GRPCClient;
import dev.grapnel.client.resolver.Targets;
import dev.grapnel.core.config.ConfigException;
import dev.grapnel.testing.GRPCTestClient;
import dev.grapnel.testing.Transport;
import dev.grapnel.testing.fake.FakeService;
import dev.grapnel.testing.security.TestAuthority;
import io.grpc.Server;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Calls over real connections to servers that are told by an API server. */
@Timeout(60)
class KubernetesTargetsTest {

  @TempDir Path folder;

  private final List<Pod> pods = new ArrayList<>();
  private FakeApiServer server;
  private Targets targets;

  /** A server on a port, so in a slice, of its own. */
  private record Pod(String slice, FakeService health, GRPCTestClient kit) {

    static Pod start(String slice) {
      FakeService health = FakeService.of(HealthGrpc.getServiceDescriptor());
      health.when(HealthGrpc.getCheckMethod()).thenReply(HealthCheckResponse.getDefaultInstance());
      GRPCTestClient kit =
          GRPCTestClient.builder().transport(Transport.LOOPBACK).addService(health).build().start();
      return new Pod(slice, health, kit);
    }

    int calls() {
      return health.received(HealthGrpc.getCheckMethod()).size();
    }
  }

  @BeforeEach
  void startServer() throws Exception {
    TestAuthority authority = TestAuthority.create(folder);
    server = FakeApiServer.start(authority.issue("kubernetes"));
    targets =
        KubernetesTargets.builder("users")
            .namespace("shop")
            .port("grpc")
            .apiServer(server.uri())
            .tokenFile(Files.writeString(folder.resolve("token"), "secret"))
            .caFile(authority.certificateFile())
            .build();
  }

  @AfterEach
  void stopServers() {
    pods.forEach(pod -> pod.kit().close());
    server.close();
  }

  @Test
  void callsThePodsOfAServiceThatGrowsAndShrinks() throws Exception {
    add(2);
    try (GRPCClient client = GRPCClient.builder(targets).build()) {
      callUntilEachIsCalled(client);

      add(3);
      callUntilEachIsCalled(client);

      Pod leaving = pods.get(0);
      server.put(leaving.slice(), SliceText.of(leaving.kit().port()).leaving("127.0.0.1"));
      int before;
      do {
        before = leaving.calls();
        for (int i = 0; i < 20; i++) {
          call(client);
        }
      } while (leaving.calls() > before);
      Server stopped = leaving.kit().server().orElseThrow().shutdown();
      assertThat(stopped.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
      callUntilEachIsCalled(client, pods.subList(1, 5));
    }
  }

  @Test
  void failsCallsOfAServiceWithoutPodsAndSaysSo() {
    server.put("users-1", SliceText.of(9));
    try (GRPCClient client = GRPCClient.builder(targets).build()) {
      assertThatThrownBy(() -> call(client))
          .isInstanceOf(StatusRuntimeException.class)
          .hasMessageContaining("service users in namespace shop has no ready endpoints");
    }
  }

  @Test
  void refusesATargetThatIsMalformedWhenTheClientIsBuilt() {
    Targets malformed = Targets.uri("kubernetes:///users.shop.svc:grpc");

    assertThatThrownBy(() -> GRPCClient.builder(malformed).build())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("expected kubernetes:///service.namespace:port");
  }

  private void add(int count) {
    for (int i = 0; i < count; i++) {
      Pod pod = Pod.start("users-" + pods.size());
      pods.add(pod);
      server.put(pod.slice(), SliceText.of(pod.kit().port(), "127.0.0.1"));
    }
  }

  private void callUntilEachIsCalled(GRPCClient client) {
    callUntilEachIsCalled(client, pods);
  }

  private static void callUntilEachIsCalled(GRPCClient client, List<Pod> expected) {
    for (Pod pod : expected) {
      int before = pod.calls();
      while (pod.calls() == before) {
        call(client);
      }
    }
  }

  private static void call(GRPCClient client) {
    client.stub(HealthGrpc::newBlockingStub).check(HealthCheckRequest.getDefaultInstance());
  }
}
