package dev.grapnel.core.call;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** Writes a remote address the way gRPC writes it in all languages. */
public final class PeerAddress {

  private PeerAddress() {}

  /**
   * Describes an address.
   *
   * @param address what {@link io.grpc.Grpc#TRANSPORT_ATTR_REMOTE_ADDR} holds
   * @return for example {@code ipv4:127.0.0.1:51234}; {@code unknown} where there is none
   */
  public static String describe(@Nullable SocketAddress address) {
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
