package dev.grapnel.interceptors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grapnel.core.call.CallContext;
import dev.grapnel.core.call.ServerAwareInterceptor;
import dev.grapnel.interceptors.test.v1.NoteServiceGrpc;
import dev.grapnel.interceptors.test.v1.WriteRequest;
import dev.grapnel.testing.GRPCTestClient;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServerTransportFilter;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class ServerChainTest {

  private static final List<String> ORDER =
      List.of(
          "tracing",
          "logging",
          "metrics",
          "errors",
          "deadline",
          "peerLimits",
          "auth",
          "limits",
          "validation",
          "first",
          "second");

  private final List<String> started = new CopyOnWriteArrayList<>();
  private final List<String> closed = new CopyOnWriteArrayList<>();

  @Test
  void runsInItsOrderHoweverItWasBuilt() {
    ServerChain chain =
        ServerChain.builder()
            .add(named("first"))
            .validation(named("validation"))
            .limits(named("limits"))
            .auth(named("auth"))
            .peerLimits(named("peerLimits"))
            .add(named("second"))
            .deadline(named("deadline"))
            .errors(named("errors"))
            .metrics(named("metrics"))
            .logging(named("logging"))
            .tracing(named("tracing"))
            .build();

    call(new NoteService(), chain);

    assertThat(started).containsExactlyElementsOf(ORDER);
    assertThat(closed.stream().map(line -> line.substring(0, line.indexOf(' '))).toList())
        .containsExactlyElementsOf(ORDER.stream().sorted((a, b) -> index(b) - index(a)).toList());
  }

  @Test
  void showsEveryInterceptorHowAFailedHandlerEnds() {
    ServerChain chain = ServerChain.builder().logging(named("logging")).add(named("first")).build();

    assertThatThrownBy(() -> call(new FailingService(), chain))
        .isInstanceOf(StatusRuntimeException.class);
    assertThat(closed).containsExactly("first INTERNAL", "logging INTERNAL");
  }

  @Test
  void bringsItsOwnScopeToAPlainServer() throws Exception {
    ServerChain chain =
        ServerChain.builder().logging(named("logging")).add(new NeedsContext()).build();
    String name = InProcessServerBuilder.generateName();
    Server server =
        InProcessServerBuilder.forName(name)
            .addService(new FailingService())
            .intercept(chain)
            .build()
            .start();
    ManagedChannel channel = InProcessChannelBuilder.forName(name).build();
    try {
      StatusRuntimeException failure =
          Assertions.catchThrowableOfType(
              StatusRuntimeException.class,
              () ->
                  NoteServiceGrpc.newBlockingStub(channel)
                      .write(WriteRequest.getDefaultInstance()));

      assertThat(failure.getStatus().getDescription()).startsWith("internal error, request id");
      assertThat(started).contains("context of " + NoteService.WRITE);
      assertThat(closed).containsExactly("logging INTERNAL");
    } finally {
      channel.shutdownNow();
      server.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void passesOnWhatItsInterceptorsWantOfTheServer() {
    Aware aware = new Aware();
    ServerChain chain = ServerChain.builder().logging(named("logging")).auth(aware).build();

    assertThat(chain.problems(List.of())).containsExactly("a problem");
    assertThat(chain.authenticates()).isTrue();
    assertThat(chain.transportFilters()).containsExactly(aware.filter);
    assertThat(ServerChain.builder().logging(named("x")).build().authenticates()).isFalse();
  }

  private static int index(String name) {
    return ORDER.indexOf(name);
  }

  private static void call(NoteService service, ServerInterceptor chain) {
    try (var client =
        GRPCTestClient.builder().addService(service).addInterceptor(chain).build().start()) {
      client
          .stub(NoteServiceGrpc::newBlockingStub)
          .write(WriteRequest.newBuilder().setText("x").build());
    }
  }

  private ServerInterceptor named(String name) {
    return new ServerInterceptor() {
      @Override
      public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
          ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
        started.add(name);
        return next.startCall(
            new SimpleForwardingServerCall<>(call) {
              @Override
              public void close(Status status, Metadata trailers) {
                closed.add(name + " " + status.getCode());
                super.close(status, trailers);
              }
            },
            headers);
      }
    };
  }

  private static final class FailingService extends NoteService {
    @Override
    public void write(
        WriteRequest request, StreamObserver<dev.grapnel.interceptors.test.v1.Note> responses) {
      throw new IllegalStateException("bug");
    }
  }

  private final class NeedsContext implements ServerInterceptor {
    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
        ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
      started.add("context of " + CallContext.current().info().fullMethodName());
      return next.startCall(call, headers);
    }
  }

  private static final class Aware implements ServerAwareInterceptor {
    private final ServerTransportFilter filter = new ServerTransportFilter() {};

    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
        ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
      return next.startCall(call, headers);
    }

    @Override
    public List<String> problems(List<ServerServiceDefinition> services) {
      return List.of("a problem");
    }

    @Override
    public boolean authenticates() {
      return true;
    }

    @Override
    public List<ServerTransportFilter> transportFilters() {
      return List.of(filter);
    }
  }
}
