package dev.grapnel.server;

import dev.grapnel.server.health.HealthReporter;
import dev.grapnel.server.transport.NettyTransport;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.services.AdminInterface;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A second server, on loopback only: channelz and grpc-java's other admin services, the health of
 * the main server, and reflection.
 */
final class AdminServer implements AutoCloseable {

  /**
   * Channelz waits for the event loop whose connection it is asked about, so it must not run on
   * one; and not on the workers, since it has to answer while all of them are busy.
   */
  private static final int THREADS = 2;

  private static final int STOP_SECONDS = 1;

  private final ExecutorService threads =
      Executors.newFixedThreadPool(THREADS, AdminServer::thread);
  private final Server server;
  private final int wanted;
  private volatile OptionalInt port = OptionalInt.empty();

  private AdminServer(int port, Optional<HealthReporter> health) {
    this.wanted = port;
    ServerBuilder<?> builder = NettyTransport.onLoopback(port).executor(threads);
    builder.addServices(AdminInterface.getStandardServices());
    health.ifPresent(reporter -> builder.addService(reporter.service()));
    ServerAssembly.addReflection(builder);
    this.server = builder.build();
  }

  /** Makes the server if it was asked for; the health is that of the main server. */
  static Optional<AdminServer> of(OptionalInt port, Optional<HealthReporter> health) {
    return port.isPresent()
        ? Optional.of(new AdminServer(port.getAsInt(), health))
        : Optional.empty();
  }

  /** Opens the port. */
  void start() {
    try {
      server.start();
      port = OptionalInt.of(server.getPort());
    } catch (IOException e) {
      throw ServerStartException.of("admin port", "127.0.0.1:" + wanted, e);
    }
  }

  /** The port it listens on; empty while it does not. */
  OptionalInt port() {
    return port;
  }

  /** Ends its calls at once: they only tell, and a watch of health would never end by itself. */
  @Override
  public void close() {
    port = OptionalInt.empty();
    server.shutdownNow();
    try {
      server.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    threads.shutdown();
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "grapnel-admin");
    thread.setDaemon(true);
    return thread;
  }
}
