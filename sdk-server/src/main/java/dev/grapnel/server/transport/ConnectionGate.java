package dev.grapnel.server.transport;

import dev.grapnel.core.lifecycle.Vital;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Stands where connections are accepted: counts them from there, so that silent ones count too, and
 * closes those above the caps before they cost a byte. Accepts on one thread, releases on any.
 */
@Sharable
final class ConnectionGate extends ChannelInboundHandlerAdapter {

  /** All hosts of one network, since a single owner has all of its addresses. */
  private record Network(long prefix) {}

  private final int most;
  private final int mostPerPeer;
  private final FloodTally floods;
  private final ChannelGroup open =
      new DefaultChannelGroup("grapnel-connections", GlobalEventExecutor.INSTANCE);
  private final ConcurrentMap<Object, Integer> openPerPeer = new ConcurrentHashMap<>();
  private final LongAdder refusedByTotal = new LongAdder();
  private final LongAdder refusedByPeer = new LongAdder();

  ConnectionGate(ConnectionOptions limits, FloodTally floods) {
    this.most = limits.maxConnections;
    this.mostPerPeer = limits.maxConnectionsPerPeer;
    this.floods = floods;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    Channel connection = (Channel) message;
    Optional<Object> peer = peer(connection.remoteAddress());
    if (!admits(peer)) {
      connection.unsafe().closeForcibly();
      return;
    }
    open.add(connection);
    peer.ifPresent(key -> openPerPeer.merge(key, 1, Integer::sum));
    connection.closeFuture().addListener(closed -> release(peer));
    connection.pipeline().addLast(new FrameGuardPlacement(floods));
    context.fireChannelRead(connection);
  }

  /** What this gate can tell of itself. */
  List<Vital> vitals() {
    String refused = "grpc.server.connections.refused";
    String why = "Connections closed at once because there were too many.";
    return List.of(
        Vital.gauge(
            "grpc.server.connections.open",
            "Open connections, finished with their handshake or not.",
            open::size),
        Vital.counter(refused, why, refusedByTotal::sum).label("reason", "total"),
        Vital.counter(refused, why, refusedByPeer::sum).label("reason", "peer"));
  }

  void closeConnections() {
    Future<?> unused = open.close();
  }

  private boolean admits(Optional<Object> peer) {
    if (open.size() >= most) {
      refusedByTotal.increment();
      return false;
    }
    if (peer.isPresent() && openPerPeer.getOrDefault(peer.get(), 0) >= mostPerPeer) {
      refusedByPeer.increment();
      return false;
    }
    return true;
  }

  private void release(Optional<Object> peer) {
    peer.ifPresent(
        key -> openPerPeer.computeIfPresent(key, (same, count) -> count > 1 ? count - 1 : null));
  }

  /** Empty on Unix sockets: who may connect there is up to the file's permissions. */
  private static Optional<Object> peer(SocketAddress address) {
    if (!(address instanceof InetSocketAddress socket)) {
      return Optional.empty();
    }
    return Optional.ofNullable(socket.getAddress()).map(ConnectionGate::peer);
  }

  static Object peer(InetAddress address) {
    return address instanceof Inet6Address
        ? new Network(ByteBuffer.wrap(address.getAddress()).getLong())
        : address;
  }
}
