package dev.grapnel.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.core.call.ServerAwareInterceptor;
import dev.grapnel.core.lifecycle.Vital;
import dev.grapnel.server.EchoService;
import dev.grapnel.server.GRPCServer;
import dev.grapnel.server.GRPCServerBuilder;
import dev.grapnel.server.RunningServer;
import dev.grapnel.server.Soak;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyChannelBuilder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** A server under attack, and an honest client beside the attacker. */
final class NetworkServer implements AutoCloseable {

  /** Whether the full numbers are asked for. */
  static final boolean LONG = Soak.isLong();

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final class Listening implements ServerAwareInterceptor {
    private volatile List<Vital> vitals = List.of();

    @Override
    public void serverVitals(List<Vital> told) {
      vitals = told;
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
      return next.startCall(call, headers);
    }
  }

  private final Listening listening = new Listening();
  private final GRPCServer server;
  private final ManagedChannel channel;

  private NetworkServer(GRPCServerBuilder builder) {
    server = builder.addInterceptor(listening).addService(new EchoService()).build();
    server.start();
    channel =
        NettyChannelBuilder.forAddress("127.0.0.1", server.port())
            .directExecutor()
            .usePlaintext()
            .build();
    checkHealth(PATIENCE);
  }

  /** Starts a server, and connects the honest client. */
  static NetworkServer start(Consumer<ConnectionOptions> connections) {
    return new NetworkServer(RunningServer.builder().connections(connections));
  }

  int port() {
    return server.port();
  }

  ManagedChannel channel() {
    return channel;
  }

  RawConnection connect() throws Exception {
    return RawConnection.open(port());
  }

  /** A number the server tells of itself, over all labels. */
  int vital(String name) {
    return (int)
        listening.vitals.stream()
            .filter(vital -> vital.name().equals("grpc.server.connections." + name))
            .mapToDouble(vital -> vital.value().getAsDouble())
            .sum();
  }

  /** Waits until a number is what it should be. */
  void awaitVital(String name, int value) {
    long end = System.nanoTime() + TimeUnit.NANOSECONDS.convert(PATIENCE);
    while (vital(name) != value && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertThat(vital(name)).as(name).isEqualTo(value);
  }

  /** Asks for health again and again while something goes on; each answer has to come in time. */
  void whileHealthy(ThrowingRunnable action) throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    CompletableFuture<Void> honest =
        CompletableFuture.runAsync(
            () -> {
              do {
                checkHealth(LONG ? Duration.ofSeconds(1) : Duration.ofSeconds(10));
              } while (!over.get());
            });
    try {
      action.run();
    } finally {
      over.set(true);
    }
    honest.get(30, TimeUnit.SECONDS);
  }

  private void checkHealth(Duration time) {
    ServingStatus status =
        HealthGrpc.newBlockingStub(channel)
            .withDeadlineAfter(time.toMillis(), TimeUnit.MILLISECONDS)
            .check(HealthCheckRequest.getDefaultInstance())
            .getStatus();
    assertThat(status).isEqualTo(ServingStatus.SERVING);
  }

  @Override
  public void close() {
    channel.shutdownNow();
    server.close();
  }

  /** What goes on meanwhile. */
  interface ThrowingRunnable {
    void run() throws Exception;
  }
}
