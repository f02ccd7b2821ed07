package dev.grapnel.samples.hello;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.grapnel.client.GRPCClient;
import dev.grapnel.core.config.Toggle;
import dev.grapnel.core.error.RpcException;
import dev.grapnel.samples.hello.v1.GreeterServiceGrpc;
import dev.grapnel.samples.hello.v1.SayHelloRequest;
import dev.grapnel.server.GRPCServer;
import io.grpc.Status;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HelloTest {

  @Test
  void saysHello() {
    PrintStream original = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      Hello.main(new String[0]);
    } finally {
      System.setOut(original);
    }
    assertThat(printed.toString(StandardCharsets.UTF_8)).contains("Hello, world!");
  }

  @Test
  void namesTheFieldThatIsEmpty() {
    GRPCServer server =
        GRPCServer.builder()
            .host("127.0.0.1")
            .port(0)
            .shutdownHook(Toggle.OFF)
            .addService(new Hello.Greeter())
            .build();
    try (server) {
      server.start();
      try (GRPCClient client = GRPCClient.builder("localhost", server.port()).build()) {
        var greeter = client.stub(GreeterServiceGrpc::newBlockingStub);
        RpcException refused =
            RpcException.from(
                catchThrowable(() -> greeter.sayHello(SayHelloRequest.getDefaultInstance())));
        assertThat(refused.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(refused.details().badRequest().orElseThrow().getFieldViolations(0).getField())
            .isEqualTo("name");
      }
    }
  }
}
