package dev.grapnel.server.transport;

import dev.grapnel.core.lifecycle.Vital;
import io.grpc.InsecureServerCredentials;
import io.grpc.ServerBuilder;
import io.grpc.ServerCallExecutorSupplier;
import io.grpc.ServerCredentials;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.ChannelOption;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.Version;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Makes grpc-java's server on Netty; for the server itself. Closed after the server has stopped.
 */
public final class NettyTransport implements AutoCloseable {

  /** HTTP/2 rapid reset (CVE-2023-44487): no honest client resets more than this. */
  private static final int MOST_RESETS = 200;

  private static final int RESET_WINDOW_SECONDS = 30;
  private static final Set<String> ALL_ADDRESSES = Set.of("", "*", "0.0.0.0", "::", "[::]");

  private final NetworkThreads threads = new NetworkThreads();
  private final FloodTally floods = new FloodTally();
  private final ConnectionGate gate;
  private final NettyServerBuilder builder;

  private NettyTransport(
      TransportOptions options,
      ServerCredentials credentials,
      Optional<ServerCallExecutorSupplier> executors) {
    gate = new ConnectionGate(options.connections(), floods);
    builder =
        NettyServerBuilder.forAddress(address(options), credentials)
            .bossEventLoopGroup(threads.accepting())
            .workerEventLoopGroup(threads.connections())
            .channelFactory(() -> listener(options))
            .maxInboundMessageSize(options.maxInboundMessageSize())
            // The second number ends the connection, so one fat call must not reach it.
            .maxInboundMetadataSize(
                options.maxInboundMetadataSize(), 2 * options.maxInboundMetadataSize());
    if (options.unixSocket().isPresent()) {
      // grpc-java sets it, and Netty warns of each connection that does not know it.
      builder.withChildOption(ChannelOption.SO_KEEPALIVE, null);
    }
    apply(options.connections(), builder);
    // Methods are looked up on the network thread; from there a call hops once at most, to its own
    // executor.
    builder.directExecutor();
    executors.ifPresent(builder::callExecutor);
  }

  /**
   * Makes a server builder with all limits set, and what it needs to run.
   *
   * @param options where to listen, and what connections may cost
   * @param credentials plaintext or TLS
   * @param executors says where calls run; empty if all run on the network threads
   * @return the transport, to be closed after the server has stopped
   */
  public static NettyTransport create(
      TransportOptions options,
      ServerCredentials credentials,
      Optional<ServerCallExecutorSupplier> executors) {
    return new NettyTransport(options, credentials, executors);
  }

  /**
   * Returns the builder, to which services and interceptors are added.
   *
   * @return always the same
   */
  public ServerBuilder<?> builder() {
    return builder;
  }

  /**
   * Returns what the network can tell of itself: open, refused and flooded connections.
   *
   * @return the numbers
   */
  public List<Vital> vitals() {
    List<Vital> vitals = new ArrayList<>(gate.vitals());
    vitals.addAll(floods.vitals());
    return vitals;
  }

  /** Closes all connections: their calls end with UNAVAILABLE for the clients. */
  public void closeConnections() {
    gate.closeConnections();
  }

  /** Closes connections that are left over, and ends the network threads. */
  @Override
  public void close() {
    threads.close();
  }

  /**
   * Makes a builder for a server that only this machine can reach.
   *
   * @param port the port on loopback; 0 means any free one
   * @return the builder, without encryption
   */
  public static ServerBuilder<?> onLoopback(int port) {
    return NettyServerBuilder.forAddress(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
        InsecureServerCredentials.create());
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

  private ServerChannel listener(TransportOptions options) {
    Optional<Path> socket = options.unixSocket();
    ServerChannel listener =
        socket.isPresent() ? new NioServerDomainSocketChannel() : new NioServerSocketChannel();
    socket.ifPresent(path -> listener.pipeline().addLast(new UnixSocketFile(path)));
    listener.pipeline().addLast(gate);
    return listener;
  }

  private static SocketAddress address(TransportOptions options) {
    if (options.unixSocket().isPresent()) {
      return UnixDomainSocketAddress.of(options.unixSocket().get());
    }
    String host = options.host();
    if (listensEverywhere(host)) {
      return new InetSocketAddress(options.port());
    }
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    return new InetSocketAddress(
        bracketed ? host.substring(1, host.length() - 1) : host, options.port());
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
