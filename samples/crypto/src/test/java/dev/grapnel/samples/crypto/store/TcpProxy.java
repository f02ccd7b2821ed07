package dev.grapnel.samples.crypto.store;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A connection that a test can cut and mend, between a pool and its database. */
public final class TcpProxy implements AutoCloseable {

  private final int target;
  private final Set<Closeable> open = ConcurrentHashMap.newKeySet();

  private volatile ServerSocket server;

  /** Forwards a free port to another port of this machine. */
  public TcpProxy(int target) throws IOException {
    this.target = target;
    this.server = listen(0);
  }

  /** The port to connect to. */
  public int port() {
    return server.getLocalPort();
  }

  /** Breaks all connections and refuses new ones. */
  public void cut() throws IOException {
    server.close();
    for (Closeable connection : open) {
      connection.close();
    }
    open.clear();
  }

  /** Accepts connections again, on the same port. */
  public void mend() throws IOException {
    server = listen(port());
  }

  @Override
  public void close() throws IOException {
    cut();
  }

  private ServerSocket listen(int port) throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    daemon(
        () -> {
          while (true) {
            join(socket.accept());
          }
        });
    return socket;
  }

  private void join(Socket client) throws IOException {
    open.add(client);
    Socket upstream = new Socket(InetAddress.getLoopbackAddress(), target);
    open.add(upstream);
    pump(client, upstream);
    pump(upstream, client);
  }

  private static void pump(Socket from, Socket to) {
    daemon(
        () -> {
          try (from;
              to) {
            from.getInputStream().transferTo(to.getOutputStream());
          }
        });
  }

  private interface Loop {
    void run() throws IOException;
  }

  private static void daemon(Loop loop) {
    Thread thread =
        new Thread(
            () -> {
              try {
                loop.run();
              } catch (IOException cutOrFinished) {
                // The end of every connection here.
              }
            },
            "tcp-proxy");
    thread.setDaemon(true);
    thread.start();
  }
}
