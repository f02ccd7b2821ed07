package dev.grapnel.client;

import dev.grapnel.core.security.TransportSecurity;
import dev.grapnel.testing.GRPCTestClient;
import dev.grapnel.testing.Transport;
import dev.grapnel.testing.call.StreamRecorder;
import dev.grapnel.testing.fake.FakeService;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * A server on a port of its own that remembers the calls it got.
 *
 * @param health answers a check with one message and a watch with two, unless told otherwise
 */
record HealthServer(List<Call> calls, FakeService health, Server server, Runnable end)
    implements AutoCloseable {

  static final HealthCheckResponse SERVING =
      HealthCheckResponse.newBuilder().setStatus(HealthCheckResponse.ServingStatus.SERVING).build();

  private static final Duration END = Duration.ofSeconds(10);

  /** What a call looked like from here. */
  record Call(String authority, Optional<Deadline> deadline) {}

  static HealthServer start() {
    return start(TransportSecurity.plaintext());
  }

  static HealthServer start(TransportSecurity security) {
    return start("127.0.0.1", security);
  }

  /** Listens to every address of this machine; the others listen to 127.0.0.1. */
  static HealthServer onAllAddresses(TransportSecurity security) {
    return start(Loopback.hasIpv6() ? "::" : "0.0.0.0", security);
  }

  private static HealthServer start(String host, TransportSecurity security) {
    List<Call> calls = new CopyOnWriteArrayList<>();
    FakeService health = answering();
    GRPCTestClient kit =
        GRPCTestClient.builder()
            .transport(Transport.LOOPBACK)
            .host(host)
            .addService(health)
            .addInterceptor(new Recorder(calls))
            .transportSecurity(security, TransportSecurity.plaintext())
            .leakGrace(END)
            .build()
            .start();
    return new HealthServer(calls, health, kit.server().orElseThrow(), kit::close);
  }

  int port() {
    return server.getPort();
  }

  String at(String host) {
    return host + ":" + port();
  }

  /** Leaves the next check without an answer and gives it back when it came. */
  CompletableFuture<StreamObserver<HealthCheckResponse>> holdNextCheck() {
    CompletableFuture<StreamObserver<HealthCheckResponse>> held = new CompletableFuture<>();
    health
        .when(HealthGrpc.getCheckMethod())
        .thenHandle(
            responses -> {
              held.complete(responses);
              return StreamRecorder.create();
            })
        .thenReply(SERVING);
    return held;
  }

  /** Says good-bye to the clients and ends when they have heard it; for servers without calls. */
  void stop() throws InterruptedException {
    if (!server.shutdown().awaitTermination(END.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("the server does not end");
    }
  }

  /** Ends the server; fails if a client left a connection open. */
  @Override
  public void close() {
    end.run();
  }

  private static FakeService answering() {
    FakeService health = FakeService.of(HealthGrpc.getServiceDescriptor());
    health.when(HealthGrpc.getCheckMethod()).thenReply(SERVING);
    health.when(HealthGrpc.getWatchMethod()).thenReply(SERVING, SERVING);
    return health;
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
