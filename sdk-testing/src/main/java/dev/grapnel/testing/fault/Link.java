package dev.grapnel.testing.fault;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.SplittableRandom;

/** One connection through the proxy: two sockets. Belongs to the thread of the proxy. */
final class Link {

  private static final int BUFFER_BYTES = 64 * 1024;

  private enum State {
    CONNECTING,
    OPEN,
    /** Both sides were told that it is over; what they still send is thrown away. */
    CUT,
    CLOSED
  }

  private final SocketChannel client;
  private final SocketChannel server;
  private final SelectionKey clientKey;
  private final SelectionKey serverKey;
  private final Flow toServer;
  private final Flow toClient;
  private final Http2Wire wire;
  private final ByteBuffer buffer = ByteBuffer.allocate(16 * 1024);
  private State state = State.CONNECTING;

  Link(
      SocketChannel client,
      SocketChannel server,
      Selector selector,
      Conditions conditions,
      SplittableRandom jitter)
      throws IOException {
    this.client = client;
    this.server = server;
    toServer = new Flow(server, conditions, false, Long.MAX_VALUE, jitter.split());
    toClient = new Flow(client, conditions, true, conditions.cutAfter, jitter.split());
    wire = new Http2Wire(() -> conditions.resetStreamAfter);
    prepare(client);
    prepare(server);
    clientKey = client.register(selector, 0, this);
    serverKey = server.register(selector, SelectionKey.OP_CONNECT, this);
  }

  private static void prepare(SocketChannel channel) throws IOException {
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    // Small, so that a peer that sends to a slow reader notices soon.
    channel.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER_BYTES);
  }

  void connect(InetSocketAddress target) throws IOException {
    if (server.connect(target)) {
      state = State.OPEN;
    }
  }

  boolean isOpen() {
    return state == State.CONNECTING || state == State.OPEN;
  }

  boolean isClosed() {
    return state == State.CLOSED;
  }

  Http2Wire.Protocol protocol() {
    return wire.protocol();
  }

  void goAway() {
    wire.goAway();
    passOn();
  }

  void ready(SelectionKey key) throws IOException {
    if (key.isConnectable()) {
      server.finishConnect();
      state = State.OPEN;
    }
    if (!key.isReadable()) {
      return;
    }
    if (state == State.CUT) {
      discard(key == clientKey ? client : server);
    } else if (key == clientKey) {
      readFromClient();
    } else {
      readFromServer();
    }
  }

  /**
   * Writes what is due and says what to wait for.
   *
   * @return in how many nanoseconds the next is due
   */
  long pump() throws IOException {
    if (state != State.OPEN) {
      return Flow.NOTHING_DUE;
    }
    long next = Math.min(toServer.pump(), toClient.pump());
    if (toClient.isLimitReached()) {
      reset();
    } else if (toServer.isFinished() && toClient.isFinished()) {
      close();
    } else {
      clientKey.interestOps(interest(toServer, toClient));
      serverKey.interestOps(interest(toClient, toServer));
    }
    return next;
  }

  /**
   * Says FIN to both sides. A socket that is closed with bytes unread says RST: so they are read.
   */
  void cut() throws IOException {
    if (state != State.OPEN) {
      close();
      return;
    }
    state = State.CUT;
    client.shutdownOutput();
    server.shutdownOutput();
    clientKey.interestOps(SelectionKey.OP_READ);
    serverKey.interestOps(SelectionKey.OP_READ);
  }

  void reset() {
    try {
      client.setOption(StandardSocketOptions.SO_LINGER, 0);
      server.setOption(StandardSocketOptions.SO_LINGER, 0);
    } catch (IOException alreadyBroken) {
      // Then there is nobody to tell.
    }
    close();
  }

  void close() {
    state = State.CLOSED;
    closeQuietly(client);
    closeQuietly(server);
  }

  @Override
  public String toString() {
    return "the connection from " + client.socket().getRemoteSocketAddress();
  }

  private static int interest(Flow from, Flow to) {
    return (from.wantsToRead() ? SelectionKey.OP_READ : 0)
        | (to.wantsToWrite() ? SelectionKey.OP_WRITE : 0);
  }

  private void readFromClient() throws IOException {
    if (read(client)) {
      wire.feedFromClient(buffer);
    } else {
      wire.endFromClient();
      toServer.end();
    }
    passOn();
  }

  private void readFromServer() throws IOException {
    if (read(server)) {
      wire.feedFromServer(buffer);
    } else {
      wire.endFromServer();
      toClient.end();
    }
    passOn();
  }

  private void passOn() {
    toClient.add(wire.takeToClient());
    toServer.add(wire.takeToServer());
  }

  private boolean read(SocketChannel channel) throws IOException {
    int count = channel.read(buffer.clear());
    buffer.flip();
    return count >= 0;
  }

  private void discard(SocketChannel channel) throws IOException {
    if (!read(channel)) {
      channel.close();
    }
    if (!client.isOpen() && !server.isOpen()) {
      close();
    }
  }

  private static void closeQuietly(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException alreadyBroken) {
      // It is closed all the same.
    }
  }
}
