package dev.grapnel.interceptors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.interceptors.test.v1.NoteServiceGrpc;
import dev.grapnel.interceptors.test.v1.WriteRequest;
import dev.grapnel.testing.GRPCTestClient;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class ClientChainTest {

  private final List<String> started = new CopyOnWriteArrayList<>();

  @Test
  void runsInItsOrderHoweverItWasBuilt() {
    ClientChain chain =
        ClientChain.builder()
            .add(named("first"))
            .auth(named("auth"))
            .deadline(named("deadline"))
            .add(named("second"))
            .metrics(named("metrics"))
            .logging(named("logging"))
            .tracing(named("tracing"))
            .errors(named("errors"))
            .build();
    try (var client =
        GRPCTestClient.builder()
            .addService(new NoteService())
            .addClientInterceptor(chain)
            .build()
            .start()) {
      client
          .stub(NoteServiceGrpc::newBlockingStub)
          .write(WriteRequest.newBuilder().setText("x").build());
    }

    assertThat(started)
        .containsExactly(
            "errors", "tracing", "logging", "metrics", "deadline", "auth", "first", "second");
  }

  private ClientInterceptor named(String name) {
    return new ClientInterceptor() {
      @Override
      public <ReqT, RespT> ClientCall<ReqT, RespT> interceptCall(
          MethodDescriptor<ReqT, RespT> method, CallOptions options, Channel next) {
        assertThat(next.authority()).isNotEmpty();
        started.add(name);
        return next.newCall(method, options);
      }
    };
  }
}
