package dev.grapnel.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.client.GRPCClient;
import dev.grapnel.core.call.CallContext;
import dev.grapnel.core.config.Availability;
import dev.grapnel.core.config.GRPCConfig;
import dev.grapnel.core.config.Toggle;
import dev.grapnel.core.error.ExceptionMapper;
import dev.grapnel.core.policy.KeepAlive;
import dev.grapnel.core.security.TlsMaterial;
import dev.grapnel.core.security.TransportSecurity;
import dev.grapnel.samples.hello.v1.GreeterServiceGrpc;
import dev.grapnel.samples.hello.v1.SayHelloRequest;
import dev.grapnel.samples.hello.v1.SayHelloResponse;
import dev.grapnel.server.BaseService;
import dev.grapnel.server.GRPCServer;
import dev.grapnel.server.GRPCServerBuilder;
import dev.grapnel.server.discovery.AppHandlerRegistry;
import dev.grapnel.server.discovery.AppHandlers;
import dev.grapnel.server.doctor.Diagnosis;
import dev.grapnel.server.doctor.Finding;
import dev.grapnel.server.executor.CallExecutor;
import dev.grapnel.server.health.HealthCheck;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The code of docs/guide/server.md. */
class ServerGuideTest {

  static class Greeter extends GreeterServiceGrpc.GreeterServiceImplBase implements BaseService {
    @Override
    public void sayHello(SayHelloRequest request, StreamObserver<SayHelloResponse> responses) {
      responses.onNext(
          SayHelloResponse.newBuilder().setMessage(greeting(request.getName())).build());
      responses.onCompleted();
    }

    private String greeting(String name) {
      // region: base-service
      if (name.isEmpty()) {
        throw abortInvalidArgument("name", "must not be empty");
      }
      responseMetadata("x-request-id", CallContext.current().requestId());
      String caller = user().map(principal -> principal.id()).orElse("anonymous at " + peer());
      // endregion
      return "Hello, " + name + " from " + caller;
    }
  }

  /** Stands for a database pool. */
  private static final class Database implements AutoCloseable {
    boolean answers() {
      return true;
    }

    @Override
    public void close() {}
  }

  // region: app
  public static final class GreeterApp implements AppHandlers {
    @Override
    public String app() {
      return "greeter";
    }

    @Override
    public void register(AppHandlerRegistry registry) {
      Database database = new Database();
      registry
          .register(new Greeter())
          .addHealthCheck(HealthCheck.of("hello.v1.GreeterService", database::answers))
          .onClose(database);
    }
  }

  // endregion

  private static String call(GRPCServerBuilder builder) {
    GRPCServer server = builder.host("127.0.0.1").port(0).shutdownHook(Toggle.OFF).build();
    try (server) {
      server.start();
      try (GRPCClient client = GRPCClient.builder("127.0.0.1", server.port()).build()) {
        SayHelloRequest request = SayHelloRequest.newBuilder().setName("guide").build();
        return client.stub(GreeterServiceGrpc::newBlockingStub).sayHello(request).getMessage();
      }
    }
  }

  @Test
  void choosesExecutors() {
    GRPCServerBuilder builder =
        // region: executors
        GRPCServer.builder()
            .maxWorkers(10)
            .addService(
                new Greeter(),
                service ->
                    service
                        .executor(CallExecutor.workers(4))
                        .methodExecutor("SayHello", CallExecutor.eventLoop()));
    // endregion
    assertThat(call(builder)).startsWith("Hello, guide from anonymous at ipv4:127.0.0.1:");
  }

  @Test
  void takesTheOptionsOfTheSeeds() {
    GRPCServerBuilder builder =
        // region: options
        GRPCServer.builder()
            .maxInboundMessageSize(50 << 20)
            .connections(
                connections ->
                    connections
                        .keepAlive(new KeepAlive(Duration.ofSeconds(10), Duration.ofSeconds(5)))
                        .permitKeepAliveTime(Duration.ofSeconds(8))
                        .permitKeepAliveWithoutCalls(Toggle.ON))
            .reflection(Availability.IN_DEVELOPMENT)
            .shutdownGrace(Duration.ofSeconds(30));
    // endregion
    assertThat(call(builder.addService(new Greeter()))).contains("guide");
  }

  @Test
  void mapsExceptions() {
    GRPCServerBuilder builder =
        // region: exceptions
        GRPCServer.builder()
            .exceptionMapper(
                ExceptionMapper.builder()
                    .map(UncheckedIOException.class, Status.Code.UNAVAILABLE, "storage is away")
                    .build());
    // endregion
    assertThat(call(builder.addService(new Greeter()))).contains("guide");
  }

  @Test
  void readsItsConfiguration() {
    GRPCConfig config =
        // region: configuration
        GRPCConfig.loader().override("grpc.max-workers", "20", "--workers").load();
    // endregion
    assertThat(config.setting("grpc.max-workers").source()).hasToString("--workers");
    assertThat(call(GRPCServer.from(config).addService(new Greeter()))).contains("guide");
  }

  @Test
  void namesApps() {
    AppHandlerRegistry registry = new AppHandlerRegistry("greeter", 10);
    new GreeterApp().register(registry);
    assertThat(registry.services()).hasSize(1);
    assertThat(registry.closeables()).hasSize(1);
  }

  @Test
  void examinesAServer() {
    GRPCServerBuilder builder = GRPCServer.builder().addService(new Greeter());
    // region: doctor
    try (GRPCServer server = builder.build()) {
      Diagnosis diagnosis = server.diagnose();
      System.out.println(diagnosis.text());
      // endregion
      assertThat(diagnosis.exitCode()).isZero();
      assertThat(diagnosis.findings()).extracting(Finding::code).contains("plaintext");
    }
  }

  @Test
  void opensAdminServices() {
    GRPCServerBuilder builder =
        // region: admin
        GRPCServer.builder().adminPort(0);
    // endregion
    assertThat(call(builder.addService(new Greeter()))).contains("guide");
  }

  @Test
  void describesTls() {
    // region: tls
    TlsMaterial files =
        TlsMaterial.identity(Path.of("server.pem"), Path.of("server.key"))
            .trusting(Path.of("clients-ca.pem"));
    TransportSecurity security = TransportSecurity.mutualTls(files);
    // endregion
    assertThat(security.description()).isEqualTo("mutual TLS");
  }
}
