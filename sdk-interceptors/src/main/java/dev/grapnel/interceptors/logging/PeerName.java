package dev.grapnel.interceptors.logging;

import io.grpc.Attributes;
import io.grpc.Grpc;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** Names who is at the other end, on both sides as {@code CallContext.peer()} does on servers. */
final class PeerName {

  private PeerName() {}

  static String of(Attributes connection) {
    SocketAddress address = connection.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
    if (address == null) {
      return "unknown";
    }
    if (address instanceof InetSocketAddress socket && socket.getAddress() != null) {
      InetAddress ip = socket.getAddress();
      return ip instanceof Inet6Address
          ? "ipv6:[" + ip.getHostAddress() + "]:" + socket.getPort()
          : "ipv4:" + ip.getHostAddress() + ":" + socket.getPort();
    }
    String type = address.getClass().getSimpleName();
    return type.contains("Domain") || type.contains("Unix")
        ? "unix:" + address
        : "inprocess:" + address;
  }
}
