package dev.grapnel.testing;

import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A channel, and perhaps a server and threads, that end with the test client. */
record OwnBackend(
    Channel channel,
    ManagedChannel managed,
    @Nullable Server ownServer,
    OpenConnections connections,
    @Nullable ExecutorService threads)
    implements Backend {

  private static final Duration END = Duration.ofSeconds(10);

  static ExecutorService newThreads() {
    return Executors.newCachedThreadPool(
        task -> {
          Thread thread = new Thread(task, "grapnel-test");
          thread.setDaemon(true);
          return thread;
        });
  }

  @Override
  public Optional<Server> server() {
    return Optional.ofNullable(ownServer);
  }

  @Override
  public void close(Duration grace) {
    managed.shutdownNow();
    try {
      managed.awaitTermination(END.toNanos(), TimeUnit.NANOSECONDS);
      connections.assertNoneOpen(grace);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      endServer();
      if (threads != null) {
        threads.shutdownNow();
      }
    }
  }

  private void endServer() {
    if (ownServer != null) {
      ownServer.shutdownNow();
      try {
        ownServer.awaitTermination(END.toNanos(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
