package dev.grapnel.server;

import dev.grapnel.core.config.GRPCConfig;
import dev.grapnel.core.lifecycle.Lifecycle;
import dev.grapnel.core.lifecycle.LifecycleState;
import dev.grapnel.core.lifecycle.ShutdownHook;
import dev.grapnel.server.doctor.Diagnosis;
import dev.grapnel.server.doctor.Doctor;
import dev.grapnel.server.health.HealthReporter;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A gRPC server with safe defaults on grpc-java and Netty.
 *
 * <pre>{@code
 * try (GRPCServer server = GRPCServer.builder()
 *     .port(50051)
 *     .addService(new GreeterService())
 *     .build()) {
 *   server.start();
 *   server.awaitTermination();
 * }
 * }</pre>
 *
 * <p>Thread-safe. A server is started once and closed once; {@link #close()} and SIGTERM do the
 * same.
 */
public final class GRPCServer implements Lifecycle {

  private static final Logger logger = LoggerFactory.getLogger("grpc.server");

  private final @Nullable ServerParts parts;
  private final Resources resources;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile LifecycleState state = LifecycleState.NEW;
  private volatile @Nullable Thread closing;
  private @Nullable ShutdownHook hook;

  GRPCServer(@Nullable ServerParts parts, Resources resources) {
    this.parts = parts;
    this.resources = resources;
  }

  /**
   * Begins a server with the defaults.
   *
   * @return a builder
   */
  public static GRPCServerBuilder builder() {
    return new GRPCServerBuilder();
  }

  /**
   * Begins a server from configuration; what the builder is told afterwards wins.
   *
   * @param config the configuration, typically {@link GRPCConfig#load()}
   * @return a builder
   */
  public static GRPCServerBuilder from(GRPCConfig config) {
    return new GRPCServerBuilder().config(config);
  }

  /**
   * Returns where the server stands.
   *
   * @return the state now
   */
  @Override
  public LifecycleState state() {
    return state;
  }

  /**
   * Opens the port and serves. A server that is disabled by configuration says so and stops at
   * once.
   *
   * @throws ServerStartException if the port cannot be opened; the message is one line
   * @throws IllegalStateException if the server was started or closed before
   */
  @Override
  public void start() {
    synchronized (this) {
      if (state != LifecycleState.NEW) {
        throw new IllegalStateException("this server is " + state + ": a server is started once");
      }
      state = LifecycleState.STARTING;
    }
    if (parts == null) {
      logger.info("the gRPC server is disabled (grpc.enabled = false)");
      close();
      return;
    }
    try {
      open(parts);
    } catch (RuntimeException | Error failure) {
      close();
      throw failure;
    }
  }

  /**
   * Returns the port it listens on.
   *
   * @return the port; the one that was found if 0 was asked for
   * @throws IllegalStateException if the server is not serving, or listens on a Unix socket
   */
  public int port() {
    if (parts == null) {
      throw new IllegalStateException("this server is disabled (grpc.enabled = false)");
    }
    if (!parts.options().hasPort()) {
      throw new IllegalStateException(
          "this server has no port: it listens on " + parts.options().address());
    }
    if (state == LifecycleState.NEW || parts.server().getPort() <= 0) {
      throw new IllegalStateException(
          "this server is " + state + ": it has a port while it serves");
    }
    return parts.server().getPort();
  }

  /**
   * Returns the port of channelz and the other admin services.
   *
   * @return the port; empty unless {@link GRPCServerBuilder#adminPort} asked for one and the server
   *     serves
   */
  public OptionalInt adminPort() {
    return parts == null
        ? OptionalInt.empty()
        : parts.admin().map(AdminServer::port).orElseGet(OptionalInt::empty);
  }

  /**
   * Looks for what is wrong with this server though it would start, and says how to mend it. {@link
   * #start()} logs the same. Takes some milliseconds; may be called in any state.
   *
   * @return what was found; nothing for a server that is disabled
   */
  public Diagnosis diagnose() {
    return parts == null ? new Diagnosis(List.of()) : Doctor.examine(parts.facts());
  }

  /**
   * Waits until the server has stopped.
   *
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public void awaitTermination() throws InterruptedException {
    stopped.await();
  }

  /**
   * Waits until the server has stopped.
   *
   * @param timeout how long to wait at most
   * @return whether it has stopped
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  @Override
  public boolean awaitTermination(Duration timeout) throws InterruptedException {
    return stopped.await(TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS);
  }

  /**
   * Stops: health says NOT_SERVING, the drain delay passes, no new calls are taken, drain actions
   * run and long-running calls are told ({@code CallContext.onDrain}), running calls get the
   * shutdown grace to end, the rest is cancelled, then everything the server opened is closed.
   * Handlers that go on after their call has ended are interrupted 5 seconds later. Bounded by the
   * drain delay, the grace and 5 seconds; a second call waits for the first. Where a drain action
   * or a resource blocks, SIGTERM ends the JVM a second later all the same.
   */
  @Override
  public void close() {
    LifecycleState before;
    synchronized (this) {
      before = state;
      if (before != LifecycleState.DRAINING && before != LifecycleState.STOPPED) {
        state = LifecycleState.DRAINING;
        closing = Thread.currentThread();
      }
    }
    if (before == LifecycleState.DRAINING || before == LifecycleState.STOPPED) {
      awaitOtherClose();
      return;
    }
    try {
      drain(before == LifecycleState.SERVING);
    } finally {
      resources.close();
      state = LifecycleState.STOPPED;
      stopped.countDown();
    }
    if (before == LifecycleState.SERVING) {
      logger.info("the gRPC server has stopped");
    }
  }

  private void open(ServerParts parts) {
    ServerParts.Options options = parts.options();
    try {
      parts.server().start();
    } catch (IOException e) {
      throw ServerStartException.of(options.hasPort() ? "port" : "path", options.address(), e);
    }
    int port;
    synchronized (this) {
      if (state != LifecycleState.STARTING) {
        return;
      }
      parts.admin().ifPresent(AdminServer::start);
      port = options.hasPort() ? port() : 0;
      parts.credentials().watch();
      parts.health().ifPresent(HealthReporter::start);
      state = LifecycleState.SERVING;
      if (options.shutdownHook()) {
        hook = ShutdownHook.install(this, "grapnel-shutdown", options.timeToStop());
      }
    }
    if (logger.isInfoEnabled()) {
      logger.info("{}", parts.banner().text(port, adminPort()));
    }
    diagnose().log(logger);
  }

  private void drain(boolean served) {
    ShutdownHook installed = hook;
    if (installed != null) {
      installed.remove();
    }
    if (parts != null) {
      new ServerDrain(parts).run(served);
    }
  }

  private void awaitOtherClose() {
    if (Thread.currentThread() == closing) {
      // A drain action or a resource closes the server that is closing it.
      return;
    }
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
