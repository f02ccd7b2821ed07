package dev.grapnel.client;

import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A plain grpc-java server on a port of its own that remembers the calls it got. */
final class HealthServer implements AutoCloseable {

  static final HealthCheckResponse SERVING =
      HealthCheckResponse.newBuilder().setStatus(HealthCheckResponse.ServingStatus.SERVING).build();

  /** What a call looked like from here. */
  record Call(String authority, Optional<Deadline> deadline) {}

  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final Server server;

  private HealthServer(int port, ServerCredentials credentials, ServerServiceDefinition service) {
    NettyServerBuilder builder =
        NettyServerBuilder.forPort(port, credentials)
            .addService(service)
            .intercept(new Recorder(calls))
            .maxInboundMetadataSize(1 << 20);
    try {
      server = builder.build().start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static HealthServer start() {
    return start(0);
  }

  static HealthServer start(int port) {
    return new HealthServer(
        port, InsecureServerCredentials.create(), new Answering().bindService());
  }

  static HealthServer start(ServerCredentials credentials) {
    return new HealthServer(0, credentials, new Answering().bindService());
  }

  static HealthServer start(HealthGrpc.HealthImplBase service) {
    return new HealthServer(0, InsecureServerCredentials.create(), service.bindService());
  }

  static HealthServer start(HealthGrpc.HealthImplBase service, ServerInterceptor interceptor) {
    return new HealthServer(
        0, InsecureServerCredentials.create(), ServerInterceptors.intercept(service, interceptor));
  }

  int port() {
    return server.getPort();
  }

  String at(String host) {
    return host + ":" + port();
  }

  List<Call> calls() {
    return calls;
  }

  /** Says good-bye to the clients and ends when they have heard it; for servers without calls. */
  void stop() {
    server.shutdown();
    awaitEnd();
  }

  @Override
  public void close() {
    server.shutdownNow();
    awaitEnd();
  }

  private void awaitEnd() {
    try {
      if (!server.awaitTermination(10, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the server does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private record Recorder(List<Call> calls) implements ServerInterceptor {
    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
        ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
      calls.add(
          new Call(call.getAuthority(), Optional.ofNullable(Context.current().getDeadline())));
      return next.startCall(call, headers);
    }
  }
}
