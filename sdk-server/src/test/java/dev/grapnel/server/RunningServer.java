package dev.grapnel.server;

import dev.grapnel.core.config.Toggle;
import dev.grapnel.server.echo.EchoResponse;
import dev.grapnel.server.echo.EchoServiceGrpc;
import dev.grapnel.server.echo.EchoServiceGrpc.EchoServiceBlockingStub;
import dev.grapnel.server.overload.OverloadOptions;
import dev.grapnel.testing.GRPCTestClient;
import dev.grapnel.testing.call.StreamRecorder;
import io.grpc.BindableService;
import io.grpc.Channel;
import java.time.Duration;
import java.util.function.Function;

/**
 * A server on any free port of loopback, and a client that fails the test if it leaves a call open.
 */
public final class RunningServer implements AutoCloseable {

  private final GRPCServer server;
  private final GRPCTestClient client;

  private RunningServer(GRPCServer server) {
    this.server = server;
    this.client = GRPCTestClient.to("127.0.0.1", server.port()).start();
  }

  /** Begins a server for tests. */
  public static GRPCServerBuilder builder() {
    return GRPCServer.builder().host("127.0.0.1").port(0).shutdownHook(Toggle.OFF);
  }

  /** Lets calls wait for a worker as long as they like, so that a stalled machine refuses none. */
  public static void patient(OverloadOptions options) {
    Duration hour = Duration.ofHours(1);
    options.maxWait(hour).targetWait(hour, hour);
  }

  /** Starts a server. */
  public static RunningServer start(GRPCServerBuilder builder) {
    GRPCServer server = builder.build();
    server.start();
    return new RunningServer(server);
  }

  /** Starts a server that has the defaults and one service. */
  public static RunningServer start(BindableService service) {
    return start(builder().addService(service));
  }

  /** Returns the server. */
  public GRPCServer server() {
    return server;
  }

  /** Makes a stub. */
  public <S> S stub(Function<Channel, S> factory) {
    return client.stub(factory);
  }

  /** Returns a blocking stub. */
  public EchoServiceBlockingStub echo() {
    return stub(EchoServiceGrpc::newBlockingStub);
  }

  /** Calls the unary method. */
  public String echo(String text) {
    return echo().unary(EchoService.request(text)).getText();
  }

  /** Calls the unary method and does not wait for its answer. */
  public StreamRecorder<EchoResponse> begin(String text) {
    StreamRecorder<EchoResponse> call = StreamRecorder.create();
    stub(EchoServiceGrpc::newStub).unary(EchoService.request(text), call);
    return call;
  }

  @Override
  public void close() {
    try (server) {
      client.close();
    }
  }
}
