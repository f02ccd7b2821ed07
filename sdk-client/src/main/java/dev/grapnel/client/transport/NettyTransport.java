package dev.grapnel.client.transport;

import dev.grapnel.core.policy.KeepAlive;
import io.grpc.ChannelCredentials;
import io.grpc.ManagedChannelBuilder;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** The network side of one client; closed after its channel. Thread-safe. */
public final class NettyTransport implements AutoCloseable {

  /** What goes over the connections of a client. */
  public enum Socket {
    /** TCP. */
    INTERNET,
    /** A socket file on this machine. */
    UNIX
  }

  private final EventLoops.Use eventLoops = EventLoops.use();

  /** Takes part in the threads that all clients share. */
  public NettyTransport() {}

  /**
   * Begins a channel.
   *
   * @param target the target in grpc-java's form
   * @param socket what its addresses are
   * @param credentials how connections are protected
   * @param keepAlive when a silent connection is pinged
   * @return a builder of grpc-java
   */
  public ManagedChannelBuilder<?> newBuilder(
      String target, Socket socket, ChannelCredentials credentials, KeepAlive keepAlive) {
    NettyChannelBuilder builder =
        NettyChannelBuilder.forTarget(target, credentials)
            .eventLoopGroup(eventLoops.group())
            .keepAliveTime(TimeUnit.NANOSECONDS.convert(keepAlive.time()), TimeUnit.NANOSECONDS)
            .keepAliveTimeout(
                TimeUnit.NANOSECONDS.convert(keepAlive.timeout()), TimeUnit.NANOSECONDS);
    return socket == Socket.UNIX
        // All our resolvers say that they make internet addresses; this one is told apart here.
        ? builder
            .channelType(NioDomainSocketChannel.class, InetSocketAddress.class)
            .withOption(ChannelOption.SO_KEEPALIVE, null)
        : builder.channelType(NioSocketChannel.class);
  }

  /** Lets go of the shared threads; they end with the last client. */
  @Override
  public void close() {
    eventLoops.close();
  }
}
