package dev.grapnel.interceptors.auth;

import dev.grapnel.core.security.PlaintextCredentials;
import io.grpc.CallCredentials.RequestInfo;
import io.grpc.Grpc;
import io.grpc.SecurityLevel;
import io.grpc.Status;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import org.jspecify.annotations.Nullable;

/** Says whether a secret may be sent: nobody else can read it, or it does not leave the machine. */
final class SafeConnection {

  private SafeConnection() {}

  /**
   * Looks at a call's connection.
   *
   * @return null if the secret may be sent, else what the call fails with
   */
  static @Nullable Status problem(RequestInfo call) {
    if (call.getSecurityLevel() == SecurityLevel.PRIVACY_AND_INTEGRITY) {
      return null;
    }
    SocketAddress peer = call.getTransportAttrs().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
    if (isLocal(peer) || call.getCallOptions().getOption(PlaintextCredentials.PERMITTED)) {
      return null;
    }
    return Status.UNAUTHENTICATED.withDescription(
        "the credentials were not sent, since anybody on the way to %s could read them: use TLS, or a server on loopback"
            .formatted(peer == null ? "an unknown address" : peer));
  }

  /** Netty's address of a domain socket is known by name: Netty, maybe shaded, is not ours. */
  private static boolean isLocal(@Nullable SocketAddress peer) {
    if (peer instanceof InetSocketAddress socket) {
      return socket.getAddress() != null && socket.getAddress().isLoopbackAddress();
    }
    return peer instanceof UnixDomainSocketAddress
        || (peer != null && peer.getClass().getName().endsWith(".unix.DomainSocketAddress"));
  }
}
