package dev.grapnel.server.transport;

import io.grpc.ServerBuilder;
import io.grpc.ServerCallExecutorSupplier;
import io.grpc.ServerCredentials;
import io.grpc.netty.NettyServerBuilder;
import io.netty.util.Version;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Makes grpc-java's server on Netty; for the server itself. */
public final class NettyTransport {

  /** HTTP/2 rapid reset (CVE-2023-44487): no honest client resets more than this. */
  private static final int MOST_RESETS = 200;

  private static final int RESET_WINDOW_SECONDS = 30;
  private static final Set<String> ALL_ADDRESSES = Set.of("", "*", "0.0.0.0", "::", "[::]");

  private NettyTransport() {}

  /**
   * Makes a server builder with all limits set.
   *
   * @param options where to listen, and what connections may cost
   * @param credentials plaintext or TLS
   * @param executors says where calls run; empty if all run on the network threads
   * @return the builder, to which services and interceptors are added
   */
  public static ServerBuilder<?> newBuilder(
      TransportOptions options,
      ServerCredentials credentials,
      Optional<ServerCallExecutorSupplier> executors) {
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(address(options.host(), options.port()), credentials);
    builder
        .maxInboundMessageSize(options.maxInboundMessageSize())
        // The second number ends the connection, so one fat call must not reach it.
        .maxInboundMetadataSize(
            options.maxInboundMetadataSize(), 2 * options.maxInboundMetadataSize());
    apply(options.connections(), builder);
    // Methods are looked up on the network thread; from there a call hops once at most, to its own
    // executor.
    builder.directExecutor();
    executors.ifPresent(builder::callExecutor);
    return builder;
  }

  /**
   * Tells whether a host stands for all local addresses.
   *
   * @param host as it was set
   * @return whether the server listens on all of them
   */
  public static boolean listensEverywhere(String host) {
    return ALL_ADDRESSES.contains(host);
  }

  /**
   * Returns the version of Netty on the class path.
   *
   * @return for example {@code 4.2.20.Final}, or {@code unknown}
   */
  public static String version() {
    Map<String, Version> artifacts = Version.identify();
    Version common = artifacts.get("netty-common");
    return common == null ? "unknown" : common.artifactVersion();
  }

  private static SocketAddress address(String host, int port) {
    if (listensEverywhere(host)) {
      return new InetSocketAddress(port);
    }
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    return new InetSocketAddress(bracketed ? host.substring(1, host.length() - 1) : host, port);
  }

  /** What is longer than 292 years is as long as can be, which grpc-java takes for ever. */
  private static long nanos(Duration time) {
    return TimeUnit.NANOSECONDS.convert(time);
  }

  private static void apply(ConnectionOptions limits, NettyServerBuilder builder) {
    builder
        .maxConcurrentCallsPerConnection(limits.maxConcurrentCalls)
        .maxRstFramesPerWindow(MOST_RESETS, RESET_WINDOW_SECONDS)
        .keepAliveTime(nanos(limits.keepAlive.time()), TimeUnit.NANOSECONDS)
        .keepAliveTimeout(nanos(limits.keepAlive.timeout()), TimeUnit.NANOSECONDS)
        .permitKeepAliveTime(nanos(limits.permitKeepAliveTime), TimeUnit.NANOSECONDS)
        .permitKeepAliveWithoutCalls(limits.permitKeepAliveWithoutCalls.isOn())
        .maxConnectionAge(nanos(limits.maxAge), TimeUnit.NANOSECONDS)
        .maxConnectionAgeGrace(nanos(limits.maxAgeGrace), TimeUnit.NANOSECONDS)
        .maxConnectionIdle(nanos(limits.maxIdle), TimeUnit.NANOSECONDS)
        .handshakeTimeout(nanos(limits.handshakeTimeout), TimeUnit.NANOSECONDS);
  }
}
