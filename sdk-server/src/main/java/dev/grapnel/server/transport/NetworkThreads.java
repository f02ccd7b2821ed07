package dev.grapnel.server.transport;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.FastThreadLocalThread;
import io.netty.util.concurrent.Future;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads of one server's network; daemons, started when they are needed. */
final class NetworkThreads implements AutoCloseable {

  /** Netty's own default, which grpc-java takes too: two for each processor. */
  private static final int NETTY_DEFAULT = 0;

  private static final long CLOSE_SECONDS = 2;

  private final EventLoopGroup accepting = group(1, "grapnel-accept");
  private final EventLoopGroup connections = group(NETTY_DEFAULT, "grapnel-network");

  EventLoopGroup accepting() {
    return accepting;
  }

  EventLoopGroup connections() {
    return connections;
  }

  /** Closes what is still open; returns when the threads have ended, or 2 seconds later. */
  @Override
  public void close() {
    List<Future<?>> ends = List.of(end(accepting), end(connections));
    ends.forEach(end -> end.awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS));
  }

  private static Future<?> end(EventLoopGroup group) {
    return group.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS);
  }

  private static EventLoopGroup group(int threads, String name) {
    AtomicInteger number = new AtomicInteger();
    ThreadFactory factory =
        task -> {
          Thread thread = new FastThreadLocalThread(task, name + "-" + number.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        };
    return new MultiThreadIoEventLoopGroup(threads, factory, NioIoHandler.newFactory());
  }
}
