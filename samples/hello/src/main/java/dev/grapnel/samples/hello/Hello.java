package dev.grapnel.samples.hello;

import dev.grapnel.client.GRPCClient;
import dev.grapnel.samples.hello.v1.GreeterServiceGrpc;
import dev.grapnel.samples.hello.v1.SayHelloRequest;
import dev.grapnel.samples.hello.v1.SayHelloResponse;
import dev.grapnel.server.BaseService;
import dev.grapnel.server.GRPCServer;
import io.grpc.stub.StreamObserver;

/** Says hello to itself: a server, a client and one call between them. */
public final class Hello {

  private Hello() {}

  // region: hello
  static class Greeter extends GreeterServiceGrpc.GreeterServiceImplBase implements BaseService {
    @Override
    public void sayHello(SayHelloRequest request, StreamObserver<SayHelloResponse> responses) {
      if (request.getName().isEmpty()) {
        throw abortInvalidArgument("name", "must not be empty");
      }
      String message = "Hello, " + request.getName() + "!";
      responses.onNext(SayHelloResponse.newBuilder().setMessage(message).build());
      responses.onCompleted();
    }
  }

  public static void main(String[] args) {
    try (GRPCServer server = GRPCServer.builder().port(0).addService(new Greeter()).build()) {
      server.start();
      try (GRPCClient client = GRPCClient.builder("localhost", server.port()).build()) {
        var greeter = client.stub(GreeterServiceGrpc::newBlockingStub);
        var request = SayHelloRequest.newBuilder().setName("world").build();
        System.out.println(greeter.sayHello(request).getMessage());
      }
    }
  }
  // endregion
}
