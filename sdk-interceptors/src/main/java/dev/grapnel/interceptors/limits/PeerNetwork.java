package dev.grapnel.interceptors.limits;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** The part of a remote address that one customer has to himself. */
final class PeerNetwork {

  private static final int PREFIX_BYTES = 8;

  private PeerNetwork() {}

  static String of(@Nullable SocketAddress address) {
    if (address instanceof InetSocketAddress socket && socket.getAddress() != null) {
      InetAddress ip = socket.getAddress();
      return ip instanceof Inet6Address ? prefix(ip.getAddress()) : ip.getHostAddress();
    }
    return "local";
  }

  private static String prefix(byte[] address) {
    StringBuilder text = new StringBuilder(24);
    for (int i = 0; i < PREFIX_BYTES; i += 2) {
      int group = (address[i] & 0xff) << 8 | (address[i + 1] & 0xff);
      text.append(Integer.toHexString(group)).append(':');
    }
    return text.append(":/64").toString();
  }
}
