package dev.grapnel.server;

import dev.grapnel.core.config.Toggle;
import dev.grapnel.server.echo.EchoRequest;
import dev.grapnel.server.echo.EchoServiceGrpc;
import dev.grapnel.server.echo.EchoServiceGrpc.EchoServiceBlockingStub;
import dev.grapnel.server.echo.EchoServiceGrpc.EchoServiceStub;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;

/** A server on any free port of loopback, and a channel to it. */
public final class RunningServer implements AutoCloseable {

  private final GRPCServer server;
  private final ManagedChannel channel;

  private RunningServer(GRPCServer server) {
    this.server = server;
    this.channel =
        Grpc.newChannelBuilder("127.0.0.1:" + server.port(), InsecureChannelCredentials.create())
            .build();
  }

  /** Begins a server for tests. */
  public static GRPCServerBuilder builder() {
    return GRPCServer.builder().host("127.0.0.1").port(0).shutdownHook(Toggle.OFF);
  }

  /** Starts a server. */
  public static RunningServer start(GRPCServerBuilder builder) {
    GRPCServer server = builder.build();
    server.start();
    return new RunningServer(server);
  }

  /** Returns the server. */
  public GRPCServer server() {
    return server;
  }

  /** Returns the channel. */
  public ManagedChannel channel() {
    return channel;
  }

  /** Returns a blocking stub. */
  public EchoServiceBlockingStub echo() {
    return EchoServiceGrpc.newBlockingStub(channel);
  }

  /** Returns an asynchronous stub. */
  public EchoServiceStub asyncEcho() {
    return EchoServiceGrpc.newStub(channel);
  }

  /** Calls the unary method. */
  public String echo(String text) {
    return echo().unary(EchoRequest.newBuilder().setText(text).build()).getText();
  }

  @Override
  public void close() {
    channel.shutdownNow();
    server.close();
  }
}
