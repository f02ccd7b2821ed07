package dev.grapnel.benchmarks;

import dev.grapnel.core.config.Toggle;
import dev.grapnel.server.GRPCServer;
import dev.grapnel.server.GRPCServerBuilder;
import dev.grapnel.server.executor.CallExecutor;
import io.grpc.Server;
import io.grpc.ServerInterceptor;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The servers that are compared. The first is what the others are measured against. */
enum Variant implements Row {
  /** grpc-java as it comes: a cached pool without a bound. */
  PLAIN("plain grpc-java, defaults", () -> startPlain(plain())),

  /** grpc-java on the executor that the SDK uses. */
  PLAIN_WORKERS("plain grpc-java, same executor", () -> startPlain(plain().executor(workers()))),

  /** The SDK as it comes. */
  SDK("Grapnel, defaults", () -> startSdk(sdk())),

  /** The SDK with its handlers on the network threads. */
  SDK_EVENT_LOOP("Grapnel, event loop", () -> startSdk(sdk().executor(CallExecutor.eventLoop()))),

  /** Logging, metrics, auth, deadline and errors together. */
  CHAIN("Grapnel + the whole chain", Chains::whole),

  LOGGING("Grapnel + logging", Chains::logging),
  METRICS("Grapnel + metrics", Chains::metrics),
  TRACING("Grapnel + tracing", () -> Traces.tracing()),
  AUTH("Grapnel + auth, HMAC", Chains::auth),
  DEADLINE("Grapnel + deadline", Chains::deadline),
  ERRORS("Grapnel + errors", Chains::errors),
  RATE_LIMIT("Grapnel + rate limit by peer", Chains::rateLimit),
  CONCURRENCY_LIMIT("Grapnel + concurrency limit", Chains::concurrencyLimit),
  VALIDATION("Grapnel + validation, Java", Chains::validation);

  /** Starts a server on any free port of loopback and returns the port. */
  private interface Start {
    int run() throws IOException;
  }

  private static final int WORKERS = 10;

  private final String label;

  @SuppressWarnings("ImmutableEnumChecker") // A function without state.
  private final Start start;

  Variant(String label, Start start) {
    this.label = label;
    this.start = start;
  }

  Variant(String label, Supplier<ServerInterceptor> interceptor) {
    this(label, () -> startSdk(sdk().addInterceptor(interceptor.get())));
  }

  @Override
  public String label() {
    return label;
  }

  @Override
  public Row sameExecutor() {
    return PLAIN_WORKERS;
  }

  int start() throws IOException {
    return start.run();
  }

  /** OpenTelemetry changes how grpc-java keeps its contexts, just by being on the class path. */
  boolean traces() {
    return this == TRACING;
  }

  private static NettyServerBuilder plain() {
    return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
        .addService(new BenchmarkService());
  }

  private static int startPlain(NettyServerBuilder builder) throws IOException {
    Server server = builder.build().start();
    return server.getPort();
  }

  private static GRPCServerBuilder sdk() {
    return GRPCServer.builder()
        .host("127.0.0.1")
        .port(0)
        .maxWorkers(WORKERS)
        .shutdownHook(Toggle.OFF)
        .addService(new BenchmarkService());
  }

  private static int startSdk(GRPCServerBuilder builder) {
    GRPCServer server = builder.build();
    server.start();
    return server.port();
  }

  private static Executor workers() {
    return new ThreadPoolExecutor(
        WORKERS, WORKERS, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
  }
}
