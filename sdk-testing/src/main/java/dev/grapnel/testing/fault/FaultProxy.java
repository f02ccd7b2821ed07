package dev.grapnel.testing.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * A TCP proxy on a free port of this machine, between a real client and a real server, that breaks
 * connections when it is told to.
 *
 * <pre>{@code
 * try (FaultProxy proxy = FaultProxy.to(server.port()).start()) {
 *   // connect to proxy.target()
 *   proxy.reset();
 * }
 * }</pre>
 *
 * <p>It passes on any protocol, also TLS and that of a database; only {@link #goAway} and {@link
 * #resetStreamAfter} need HTTP/2 in plaintext. Everything can be switched while connections run,
 * from any thread, and is in force when the method returns. One daemon thread in all. A connection
 * that the server refuses is reset for the client.
 */
public final class FaultProxy implements AutoCloseable {

  private final ProxyLoop loop;

  private FaultProxy(ProxyLoop loop) {
    this.loop = loop;
  }

  /**
   * Begins a proxy to a port of this machine.
   *
   * @param port the port of the server
   * @return a builder
   * @throws IllegalArgumentException if the port is not from 1 to 65535
   */
  public static Builder to(int port) {
    return new Builder(new InetSocketAddress(InetAddress.getLoopbackAddress(), checked(port)));
  }

  /**
   * Begins a proxy to a server.
   *
   * @param host a name, looked up once and now, or an address
   * @param port the port of the server
   * @return a builder
   * @throws IllegalArgumentException if the port is not from 1 to 65535 or the host is unknown
   */
  public static Builder to(String host, int port) {
    InetSocketAddress server = new InetSocketAddress(host, checked(port));
    if (server.isUnresolved()) {
      throw Expect.refused("host of the server", "\"" + host + "\"", "a known name or an address");
    }
    return new Builder(server);
  }

  private static int checked(int port) {
    if (port < 1 || port > 65535) {
      throw Expect.refused("port of the server", port, "1 to 65535");
    }
    return port;
  }

  /**
   * Returns where to connect to.
   *
   * @return the port; the same all the time
   */
  public int port() {
    return loop.port();
  }

  /**
   * Returns where to connect to, for a channel.
   *
   * @return for example {@code 127.0.0.1:4711}
   */
  public String target() {
    return InetAddress.getLoopbackAddress().getHostAddress() + ":" + port();
  }

  /** Refuses new connections: nothing listens to the port. Open ones go on. */
  public void refuse() {
    tell(ProxyLoop::refuse);
  }

  /**
   * Accepts new connections again, at the same port.
   *
   * @throws UncheckedIOException if another process took the port meanwhile
   */
  public void accept() {
    tell(ProxyLoop::accept);
  }

  /**
   * Closes every open connection in an orderly way (FIN to both sides); what is on its way is lost.
   * New ones are accepted. A grpc-java client reports UNAVAILABLE for its running calls.
   */
  public void cut() {
    tell(ProxyLoop::cut);
  }

  /**
   * Resets every open connection (RST to both sides); what is on its way is lost. New ones are
   * accepted. A grpc-java client reports UNAVAILABLE for its running calls.
   */
  public void reset() {
    tell(ProxyLoop::reset);
  }

  /**
   * Stops all bytes in both directions, as a black hole would. Connections stay, and new ones are
   * made that nothing comes through; nobody is told, not even of the end of a connection.
   */
  public void stall() {
    tell(proxy -> proxy.conditions().stalled = true);
  }

  /** Ends a {@link #stall}: what was held back goes on. */
  public void resume() {
    tell(proxy -> proxy.conditions().stalled = false);
  }

  /**
   * Delays the bytes of both directions by a fixed time, also those on their way.
   *
   * @param delay how long; zero for no delay
   * @throws IllegalArgumentException if the delay is negative
   */
  public void latency(Duration delay) {
    latency(delay, delay);
  }

  /**
   * Delays the bytes of both directions by a time drawn for each chunk that is read; the order is
   * kept, so that one chunk may wait for another.
   *
   * @param min the shortest delay
   * @param max the longest delay
   * @throws IllegalArgumentException if a delay is negative or the shortest is longer than the
   *     longest
   */
  public void latency(Duration min, Duration max) {
    Expect.ordered("latency", min, max);
    tell(
        proxy -> {
          proxy.conditions().minLatency = min.toNanos();
          proxy.conditions().maxLatency = max.toNanos();
        });
  }

  /**
   * Lets only so many bytes a second through from the server to the client, on each connection: the
   * client is a slow reader, and the server's flow control holds it back when the buffers between
   * are full.
   *
   * @param bytes how many; at least 1
   * @throws IllegalArgumentException if it is less than 1
   */
  public void bytesPerSecond(long bytes) {
    Expect.atLeast(1, "bytes per second", bytes);
    tell(proxy -> proxy.conditions().bytesPerSecond = bytes);
  }

  /**
   * Resets each connection that is made from now on, after so many bytes from the server to the
   * client.
   *
   * @param bytes how many arrive at most; 0 for a reset as soon as it is made
   * @throws IllegalArgumentException if the number is negative
   */
  public void cutAfter(long bytes) {
    Expect.atLeast(0, "number of bytes before the cut", bytes);
    tell(proxy -> proxy.conditions().cutAfter = bytes);
  }

  /**
   * Puts a GOAWAY (NO_ERROR, last stream 2147483647) between two frames of the server on every open
   * connection, as a server does that wants to be left: running calls go on, new ones take a new
   * connection. Unlike such a server the proxy does not close the old connection after its last
   * call, which a client that is closed waits for: {@link #cut()} does it. A connection that has
   * not sent anything yet gets the frame later.
   *
   * @throws IllegalStateException if an open connection is not HTTP/2 in plaintext; then none gets
   *     it
   */
  public void goAway() {
    tell(
        proxy -> {
          List<Link> open = proxy.openHttp2("goAway");
          open.forEach(Link::goAway);
        });
  }

  /**
   * Resets each stream after so many gRPC messages from the server, whatever else its connection
   * does. The client gets these messages and then an RST_STREAM with REFUSED_STREAM, which
   * grpc-java reports as UNAVAILABLE and does not retry by itself, since the call was answered; the
   * server gets one with CANCEL, a cancel for its handler. Holds for open streams too: those that
   * had as many messages are reset at the next.
   *
   * <p>Connections that are made later and are not HTTP/2 in plaintext are left alone.
   *
   * @param messages how many; 0 for a reset after the headers
   * @throws IllegalArgumentException if the number is negative
   * @throws IllegalStateException if an open connection is not HTTP/2 in plaintext
   */
  public void resetStreamAfter(int messages) {
    Expect.atLeast(0, "number of messages before the reset of a stream", messages);
    tell(
        proxy -> {
          proxy.openHttp2("resetStreamAfter");
          proxy.conditions().resetStreamAfter = messages;
        });
  }

  /**
   * Ends everything that was switched on: accepts connections, resumes, no latency, no limits. What
   * was broken stays broken; a connection made under {@link #cutAfter} still is reset.
   */
  public void heal() {
    tell(
        proxy -> {
          proxy.conditions().heal();
          proxy.accept();
        });
  }

  /**
   * Returns how many connections are open now.
   *
   * @return a count
   */
  public int connections() {
    return loop.ask(proxy -> proxy.open().size());
  }

  /**
   * Returns how many connections were accepted ever.
   *
   * @return a count
   */
  public int accepted() {
    return loop.ask(ProxyLoop::accepted);
  }

  /** Closes the port and every connection and ends the thread. May be called again. */
  @Override
  public void close() {
    loop.stop();
    loop.awaitEnd();
  }

  private void tell(Consumer<ProxyLoop> command) {
    loop.ask(
        proxy -> {
          command.accept(proxy);
          return true;
        });
  }

  /** Builds a {@link FaultProxy}. Not thread-safe. */
  public static final class Builder {

    private final InetSocketAddress server;
    private long seed;

    private Builder(InetSocketAddress server) {
      this.server = server;
    }

    /**
     * Decides the delays of {@link FaultProxy#latency(Duration, Duration)}. The default is 0.
     *
     * @param number any number
     * @return this builder
     */
    public Builder seed(long number) {
      seed = number;
      return this;
    }

    /**
     * Starts the proxy. The server need not run yet.
     *
     * @return a proxy that accepts connections and passes on all bytes
     * @throws UncheckedIOException if there is no free port
     */
    public FaultProxy start() {
      try {
        return new FaultProxy(ProxyLoop.start(server, seed));
      } catch (IOException noPort) {
        throw new UncheckedIOException("proxy to %s cannot listen".formatted(server), noPort);
      }
    }
  }
}
