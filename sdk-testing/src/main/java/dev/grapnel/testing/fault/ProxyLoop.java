package dev.grapnel.testing.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The one thread of a proxy. All sockets and all state belong to it; other threads hand it commands
 * and wait for them, so that no lock is needed and nothing ever sleeps but the selector.
 */
final class ProxyLoop {

  private static final long NEARLY_A_MILLISECOND = 999_999;

  private final InetSocketAddress target;
  private final SplittableRandom jitter;
  private final Selector selector;
  private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
  private final Set<Link> links = new LinkedHashSet<>();
  private final Conditions conditions = new Conditions();
  private @Nullable ServerSocketChannel listener;
  private int port;
  private int accepted;
  private boolean closed;
  private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();

  private ProxyLoop(InetSocketAddress target, long seed) throws IOException {
    this.target = target;
    jitter = new SplittableRandom(seed);
    selector = Selector.open();
  }

  static ProxyLoop start(InetSocketAddress target, long seed) throws IOException {
    ProxyLoop loop = new ProxyLoop(target, seed);
    loop.listen();
    Thread thread = new Thread(loop::run, "fault-proxy-" + loop.port);
    thread.setDaemon(true);
    thread.start();
    return loop;
  }

  /** Does something on the thread of the proxy and waits for it. */
  <T> T ask(Function<ProxyLoop, T> command) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    synchronized (this) {
      if (closed) {
        throw new IllegalStateException("proxy is closed");
      }
      commands.add(() -> answer.completeAsync(() -> command.apply(this), Runnable::run));
    }
    selector.wakeup();
    try {
      return answer.join();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw failed;
    }
  }

  int port() {
    return port;
  }

  int accepted() {
    return accepted;
  }

  Conditions conditions() {
    return conditions;
  }

  List<Link> open() {
    return links.stream().filter(Link::isOpen).toList();
  }

  void accept() {
    if (listener == null) {
      try {
        listen();
      } catch (IOException taken) {
        throw new UncheckedIOException("port %d cannot be listened to".formatted(port), taken);
      }
    }
  }

  void refuse() {
    try {
      if (listener != null) {
        listener.close();
        listener = null;
      }
      letGo();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  void cut() {
    for (Link link : open()) {
      try {
        link.cut();
      } catch (IOException broken) {
        link.reset();
      }
    }
    letGo();
  }

  void reset() {
    open().forEach(Link::reset);
    letGo();
  }

  List<Link> openHttp2(String fault) {
    List<Link> open = open();
    for (Link link : open) {
      if (link.protocol() == Http2Wire.Protocol.OTHER) {
        throw new IllegalStateException(
            "%s needs HTTP/2 in plaintext, but %s does not begin with the HTTP/2 preface"
                .formatted(fault, link));
      }
    }
    return open;
  }

  /** Closed channels are let go by the next selection only. */
  private void letGo() {
    try {
      selector.selectNow();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  synchronized void stop() {
    closed = true;
    selector.wakeup();
  }

  void awaitEnd() {
    ended.join();
  }

  private void run() {
    try {
      while (!isStopped()) {
        select(pump());
        runCommands();
        serve();
      }
    } catch (IOException broken) {
      throw new UncheckedIOException("proxy at port " + port, broken);
    } finally {
      stop();
      runCommands();
      closeAll();
    }
  }

  private synchronized boolean isStopped() {
    return closed;
  }

  private long pump() {
    long next = Flow.NOTHING_DUE;
    for (Link link : links) {
      try {
        next = Math.min(next, link.pump());
      } catch (IOException broken) {
        link.reset();
      }
    }
    links.removeIf(Link::isClosed);
    return next;
  }

  private void select(long nanos) throws IOException {
    if (nanos == Flow.NOTHING_DUE) {
      selector.select();
    } else {
      selector.select(Duration.ofNanos(nanos).plusNanos(NEARLY_A_MILLISECOND).toMillis());
    }
  }

  private void runCommands() {
    Runnable command = commands.poll();
    while (command != null) {
      command.run();
      command = commands.poll();
    }
  }

  private void serve() {
    for (SelectionKey key : selector.selectedKeys()) {
      if (key.attachment() instanceof Link link) {
        serve(link, key);
      } else {
        acceptOne();
      }
    }
    selector.selectedKeys().clear();
  }

  private static void serve(Link link, SelectionKey key) {
    try {
      if (key.isValid()) {
        link.ready(key);
      }
    } catch (IOException broken) {
      // What one side meets the other side shall meet.
      link.reset();
    }
  }

  private void acceptOne() {
    ServerSocketChannel from = listener;
    if (from == null) {
      return;
    }
    try {
      SocketChannel client = from.accept();
      if (client != null) {
        accepted++;
        join(client);
      }
    } catch (IOException goneAlready) {
      // The client gave up, or there are no sockets left: it sees a closed connection.
    }
  }

  private void join(SocketChannel client) throws IOException {
    SocketChannel server = SocketChannel.open();
    try {
      Link link = new Link(client, server, selector, conditions, jitter.split());
      links.add(link);
      link.connect(target);
    } catch (IOException noServer) {
      client.close();
      server.close();
      throw noServer;
    }
  }

  private void closeAll() {
    links.forEach(Link::close);
    try {
      if (listener != null) {
        listener.close();
      }
      selector.close();
    } catch (IOException alreadyBroken) {
      // Nothing is left to close.
    }
    ended.complete(null);
  }

  private void listen() throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open();
    try {
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_ACCEPT);
      port = channel.socket().getLocalPort();
      listener = channel;
    } catch (IOException taken) {
      channel.close();
      throw taken;
    }
  }
}
