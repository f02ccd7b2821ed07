package dev.grapnel.core.security;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/** A TLS client without gRPC that resumes its sessions, as the JDK does by default. */
final class RawClient {

  /** The preface with empty SETTINGS, and a PING of eight zeros. */
  private static final byte[] PREFACE_AND_PING =
      ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
              + "\0\0\0\4\0\0\0\0\0"
              + "\0\0\10\6\0\0\0\0\0\0\0\0\0\0\0\0\0")
          .getBytes(StandardCharsets.ISO_8859_1);

  private final SSLSocketFactory sockets;
  private final String protocol;

  RawClient(TlsMaterial material, String protocol) throws GeneralSecurityException {
    ReloadingTls tls = new ReloadingTls(material);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(
        tls.keyManager().stream().toArray(KeyManager[]::new),
        tls.trustManager().stream().toArray(TrustManager[]::new),
        null);
    this.sockets = context.getSocketFactory();
    this.protocol = protocol;
  }

  /** Connects and sends an HTTP/2 ping; tells whether it was answered. */
  boolean isServed(int port) {
    try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
        SSLSocket socket = (SSLSocket) sockets.createSocket(plain, "localhost", port, true)) {
      socket.setSoTimeout(20_000);
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setProtocols(new String[] {protocol});
      parameters.setApplicationProtocols(new String[] {"h2"});
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      socket.getOutputStream().write(PREFACE_AND_PING);
      return readsPing(new DataInputStream(socket.getInputStream()));
    } catch (IOException refused) {
      return false;
    }
  }

  private static boolean readsPing(DataInputStream in) throws IOException {
    while (true) {
      int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
      int type = in.readUnsignedByte();
      int flags = in.readUnsignedByte();
      in.skipNBytes(4 + length);
      if (type == 6 && flags == 1) {
        return true;
      }
    }
  }
}
