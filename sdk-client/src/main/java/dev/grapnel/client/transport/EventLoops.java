package dev.grapnel.client.transport;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The network threads that all clients of the process share; they end with the last client.
 *
 * <p>grpc-java sets a timer for the deadline of each call on the event loop group, and Netty wakes
 * an idle event loop for each timer that is set and for each that is cancelled: that made a small
 * call with a deadline 40 % dearer than one without. Here timers are kept by a thread of their own,
 * which sleeps until the first of them is due.
 */
final class EventLoops extends MultiThreadIoEventLoopGroup {

  /** Twice as many as there are processors, and only as many as there are connections. */
  private static final int NETTY_DEFAULT = 0;

  private static @Nullable EventLoops shared;
  private static int users;

  private EventLoops() {
    super(
        NETTY_DEFAULT, new DefaultThreadFactory("grapnel-client", true), NioIoHandler.newFactory());
  }

  /** One user's part in them. */
  static final class Use implements AutoCloseable {

    private final EventLoops eventLoops;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Use(EventLoops eventLoops) {
      this.eventLoops = eventLoops;
    }

    EventLoopGroup group() {
      return eventLoops;
    }

    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        release();
      }
    }
  }

  static synchronized Use use() {
    if (shared == null) {
      shared = new EventLoops();
    }
    users++;
    return new Use(shared);
  }

  private static synchronized void release() {
    users--;
    if (users == 0 && shared != null) {
      var unused = shared.shutdownGracefully(0, 1, TimeUnit.SECONDS);
      shared = null;
    }
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
    return Timer.start(task, delay, unit);
  }
}
