package dev.grapnel.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.grapnel.core.call.ServerAwareInterceptor;
import dev.grapnel.core.config.ConfigException;
import dev.grapnel.core.config.GRPCConfig;
import dev.grapnel.core.error.RpcException;
import io.grpc.Attributes;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServerStreamTracer;
import io.grpc.ServerTransportFilter;
import io.grpc.Status;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What interceptors may ask of their server, and what they see of its calls. */
class AwareInterceptorTest {

  private final AtomicInteger connections = new AtomicInteger();
  private final List<String> streams = new CopyOnWriteArrayList<>();

  @Test
  void keepsAServerFromStartingThatItFindsWrong() {
    ConfigException refused =
        catchThrowableOfType(
            ConfigException.class,
            () ->
                RunningServer.builder()
                    .addService(new EchoService())
                    .addInterceptor(new Aware("of the server"))
                    .build());

    assertThat(refused.problems()).containsExactly("of the server: EchoService");
  }

  @Test
  void isAskedAboutTheServiceThatItIsFor() {
    ConfigException refused =
        catchThrowableOfType(
            ConfigException.class,
            () ->
                RunningServer.builder()
                    .addService(
                        new EchoService(),
                        service -> service.addInterceptor(new Aware("of the service")))
                    .build());

    assertThat(refused.problems()).containsExactly("of the service: EchoService");
  }

  @Test
  void countsAsAuthenticationWhereverItWasAdded() {
    GRPCConfig config = GRPCConfig.loader().override("grpc.auth.enabled", "true", "test").load();

    assertThat(
            catchThrowableOfType(
                    ConfigException.class,
                    () -> GRPCServer.from(config).addService(new EchoService()).build())
                .problems())
        .anySatisfy(problem -> assertThat(problem).contains("nothing authenticates calls"));
    try (GRPCServer server =
        GRPCServer.from(config)
            .addService(new EchoService())
            .addInterceptor(new Aware(""))
            .build()) {
      assertThat(server).isNotNull();
    }
  }

  @Test
  void seesConnectionsAndStreams() {
    try (RunningServer running =
        RunningServer.start(
            RunningServer.builder().addService(new EchoService()).addInterceptor(new Aware("")))) {
      running.echo("x");

      assertThat(connections).hasValue(1);
      assertThat(streams).containsExactly("echo.v1.EchoService/Unary");
    }
  }

  @Test
  void seesTheStatusThatAnExceptionBecomes() {
    List<Status> closed = new CopyOnWriteArrayList<>();
    EchoService failing =
        new EchoService(
            text -> {
              throw RpcException.of(Status.Code.NOT_FOUND, "nothing to echo");
            });
    try (RunningServer running =
        RunningServer.start(
            RunningServer.builder().addService(failing).addInterceptor(recording(closed)))) {
      assertThat(
              catchThrowableOfType(io.grpc.StatusRuntimeException.class, () -> running.echo("x")))
          .isNotNull();
    }

    assertThat(closed).extracting(Status::getCode).containsExactly(Status.Code.NOT_FOUND);
  }

  private static ServerInterceptor recording(List<Status> closed) {
    return new ServerInterceptor() {
      @Override
      public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
          ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
        return next.startCall(
            new SimpleForwardingServerCall<>(call) {
              @Override
              public void close(Status status, Metadata trailers) {
                closed.add(status);
                super.close(status, trailers);
              }
            },
            headers);
      }
    };
  }

  private final class Aware implements ServerAwareInterceptor {

    private final String problem;

    Aware(String problem) {
      this.problem = problem;
    }

    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
        ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
      return next.startCall(call, headers);
    }

    @Override
    public List<String> problems(List<ServerServiceDefinition> services) {
      String name = services.get(0).getServiceDescriptor().getName();
      return problem.isEmpty()
          ? List.of()
          : List.of(problem + ": " + name.substring(name.lastIndexOf('.') + 1));
    }

    @Override
    public boolean authenticates() {
      return true;
    }

    @Override
    public List<ServerTransportFilter> transportFilters() {
      return List.of(
          new ServerTransportFilter() {
            @Override
            public Attributes transportReady(Attributes transport) {
              connections.incrementAndGet();
              return transport;
            }
          });
    }

    @Override
    public List<ServerStreamTracer.Factory> streamTracerFactories() {
      return List.of(
          new ServerStreamTracer.Factory() {
            @Override
            public ServerStreamTracer newServerStreamTracer(String name, Metadata headers) {
              streams.add(name);
              return new ServerStreamTracer() {};
            }
          });
    }
  }
}
