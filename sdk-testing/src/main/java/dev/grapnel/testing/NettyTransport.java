package dev.grapnel.testing;

import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;

/** Services behind a real port of loopback. The one class of the kit that knows Netty. */
final class NettyTransport {

  /** 127.0.0.1, or what it is on a machine that prefers IPv6. */
  private static final String LOOPBACK = InetAddress.getLoopbackAddress().getHostAddress();

  private NettyTransport() {}

  static Backend loopback(
      ServerSettings settings, Principals principals, HandlerFailures failures) {
    OpenConnections connections = new OpenConnections();
    ExecutorService threads = settings.executor() == null ? OwnBackend.newThreads() : null;
    Executor executor = settings.executor() == null ? threads : settings.executor();
    String host = settings.host() == null ? LOOPBACK : settings.host();
    InetSocketAddress anyPort = new InetSocketAddress(host, 0);
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(anyPort, settings.serverCredentials()).executor(executor);
    settings.applyTo(builder, principals, failures, connections);
    Server server = InProcessTransport.start(builder.build());
    ManagedChannel channel =
        NettyChannelBuilder.forAddress(
                isEvery(anyPort) ? LOOPBACK : host, server.getPort(), settings.channelCredentials())
            .executor(executor)
            .maxInboundMessageSize(settings.maxInboundMessageSize())
            .maxInboundMetadataSize(settings.maxInboundMetadataSize())
            .build();
    return new OwnBackend(channel, channel, server, connections, threads);
  }

  private static boolean isEvery(InetSocketAddress address) {
    return !address.isUnresolved() && address.getAddress().isAnyLocalAddress();
  }

  /** Where a port of loopback is. */
  static String at(int port) {
    return (LOOPBACK.contains(":") ? "[" + LOOPBACK + "]" : LOOPBACK) + ":" + port;
  }

  static Backend remote(String host, int port) {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress(host, port, InsecureChannelCredentials.create()).build();
    return new OwnBackend(channel, channel, null, new OpenConnections(), null);
  }
}
