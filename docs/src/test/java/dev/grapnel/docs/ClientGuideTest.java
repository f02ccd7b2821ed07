package dev.grapnel.docs;

import static dev.grapnel.testing.assertion.GrpcAssertions.assertThatCall;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.BadRequest;
import dev.grapnel.client.GRPCClient;
import dev.grapnel.client.balancing.LoadBalancing;
import dev.grapnel.client.resolver.Targets;
import dev.grapnel.core.config.Toggle;
import dev.grapnel.core.error.RpcException;
import dev.grapnel.core.security.TlsMaterial;
import dev.grapnel.core.security.TransportSecurity;
import dev.grapnel.docs.ServerGuideTest.Greeter;
import dev.grapnel.samples.hello.v1.GreeterServiceGrpc;
import dev.grapnel.samples.hello.v1.SayHelloRequest;
import dev.grapnel.server.GRPCServer;
import dev.grapnel.testing.FakeChannel;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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

  @Test
  void callsOneServer() throws InterruptedException {
    int port = server.port();
    List<String> answers = new ArrayList<>();
    // region: one
    try (GRPCClient client =
        GRPCClient.builder("localhost", port).timeout(Duration.ofSeconds(2)).build()) {
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
    try (GRPCClient client =
        GRPCClient.builder(Targets.of(first, second))
            .loadBalancing(LoadBalancing.roundRobin())
            .build()) {
      // endregion
      var greeter = client.stub(GreeterServiceGrpc::newBlockingStub);
      assertThat(greeter.sayHello(SayHelloRequest.newBuilder().setName("x").build())).isNotNull();
    }
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
