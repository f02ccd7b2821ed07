package dev.grapnel.samples.hello;

import static dev.grapnel.testing.assertion.GrpcAssertions.assertThatCall;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.samples.hello.v1.GreeterServiceGrpc.GreeterServiceBlockingStub;
import dev.grapnel.samples.hello.v1.SayHelloRequest;
import dev.grapnel.testing.junit.GrpcTest;
import io.grpc.Status;
import org.junit.jupiter.api.Test;

// region: test
@GrpcTest(Hello.Greeter.class)
class HelloTest {

  @Test
  void greetsByName(GreeterServiceBlockingStub greeter) {
    var request = SayHelloRequest.newBuilder().setName("Ana").build();

    assertThat(greeter.sayHello(request).getMessage()).isEqualTo("Hello, Ana!");
  }

  @Test
  void refusesAnEmptyName(GreeterServiceBlockingStub greeter) {
    var request = SayHelloRequest.getDefaultInstance();

    assertThatCall(() -> greeter.sayHello(request))
        .failsWith(Status.Code.INVALID_ARGUMENT)
        .hasFieldViolation("name", "must not be empty");
  }
}
// endregion
