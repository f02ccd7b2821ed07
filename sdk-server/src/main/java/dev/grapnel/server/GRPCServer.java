package dev.grapnel.server;

import dev.grapnel.core.config.GRPCConfig;
import dev.grapnel.core.lifecycle.Countdown;
import dev.grapnel.core.lifecycle.DrainSignal;
import dev.grapnel.core.lifecycle.Lifecycle;
import dev.grapnel.core.lifecycle.LifecycleState;
import dev.grapnel.core.lifecycle.ShutdownHook;
import dev.grapnel.core.lifecycle.Ticker;
import dev.grapnel.core.security.TransportCredentials;
import dev.grapnel.server.executor.ExecutorRouting;
import dev.grapnel.server.health.HealthReporter;
import dev.grapnel.server.stream.StreamThreads;
import dev.grapnel.server.transport.NettyTransport;
import io.grpc.Server;
import io.grpc.ServerCredentials;
import java.io.IOException;
import java.net.BindException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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

  /** How long cancelled calls get to notice, and handlers to end whose call is over. */
  private static final Duration CANCEL_TIME = Duration.ofSeconds(5);

  private static final String FREE_IT = ": stop the program that holds it, or choose another ";
  private static final Duration MOMENT = Duration.ofSeconds(1);

  /** Times can be for ever, and are added up. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  /** What the running server needs of its builder. */
  record Options(
      String address,
      boolean hasPort,
      Duration drainDelay,
      Duration shutdownGrace,
      boolean shutdownHook,
      Ticker ticker) {
    Options(ServerSettings settings) {
      this(
          settings.address(settings.port),
          settings.unixSocket.isEmpty(),
          settings.drainDelay,
          settings.shutdownGrace,
          settings.shutdownHook.isOn(),
          settings.ticker);
    }

    /** What {@link #close()} takes at most, and a moment for what blocks against its promise. */
    Duration timeToStop() {
      return atMost(LONGEST, drainDelay)
          .plus(atMost(LONGEST, shutdownGrace))
          .plus(CANCEL_TIME)
          .plus(MOMENT);
    }

    private static Duration atMost(Duration most, Duration time) {
      return time.compareTo(most) < 0 ? time : most;
    }
  }

  /** The parts of a server that is enabled. */
  record Parts(
      Server server,
      NettyTransport transport,
      ExecutorRouting executors,
      StreamThreads streams,
      Optional<HealthReporter> health,
      TransportCredentials<ServerCredentials> credentials,
      DrainSignal drain,
      List<Runnable> drainActions,
      Banner banner,
      Options options) {}

  private final @Nullable Parts parts;
  private final Resources resources;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile LifecycleState state = LifecycleState.NEW;
  private volatile @Nullable Thread closing;
  private @Nullable ShutdownHook hook;

  GRPCServer(@Nullable Parts parts, Resources resources) {
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
   * @return the port; empty unless {@link GRPCServerBuilder#adminPort} opened it
   */
  public OptionalInt adminPort() {
    return OptionalInt.empty();
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

  private void open(Parts parts) {
    Options options = parts.options();
    try {
      parts.server().start();
    } catch (IOException e) {
      throw startFailure(options, e);
    }
    int port;
    synchronized (this) {
      if (state != LifecycleState.STARTING) {
        return;
      }
      port = options.hasPort() ? port() : 0;
      parts.credentials().watch();
      parts.health().ifPresent(HealthReporter::start);
      state = LifecycleState.SERVING;
      if (options.shutdownHook()) {
        hook = ShutdownHook.install(this, "grapnel-shutdown", options.timeToStop());
      }
    }
    if (logger.isInfoEnabled()) {
      logger.info("{}", parts.banner().text(port));
    }
    parts.banner().warnings().forEach(logger::warn);
  }

  private void drain(boolean served) {
    ShutdownHook installed = hook;
    if (installed != null) {
      installed.remove();
    }
    if (parts == null) {
      return;
    }
    // Whatever fails here, the port is closed and the calls get their grace.
    parts.health().ifPresent(health -> run("health", health::stopServing));
    boolean interrupted = served && !awaitLoadBalancers(parts.options().drainDelay());
    Server server = parts.server().shutdown();
    parts.health().ifPresent(health -> run("health", health::close));
    parts.drainActions().forEach(action -> run("a drain action", action));
    int told = parts.drain().raise();
    logger.debug("the gRPC server drains: {} long-running calls were told", told);
    try {
      if (interrupted) {
        throw new InterruptedException();
      }
      awaitCalls(parts, server);
    } catch (InterruptedException e) {
      server.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  /** Load balancers go on sending calls until they see that health says NOT_SERVING. */
  private static boolean awaitLoadBalancers(Duration delay) {
    if (delay.isZero()) {
      return true;
    }
    logger.info("the gRPC server is NOT_SERVING and takes calls for {} more", delay);
    try {
      TimeUnit.NANOSECONDS.sleep(TimeUnit.NANOSECONDS.convert(delay));
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  private static void awaitCalls(Parts parts, Server server) throws InterruptedException {
    Duration time = parts.options().shutdownGrace();
    Countdown grace = Countdown.start(time, parts.options().ticker());
    if (await(server, grace.remaining())) {
      // A handler may have work left after its last answer, and interceptors hear of the end then.
      Duration rest = grace.remaining();
      finish(parts, rest.compareTo(CANCEL_TIME) < 0 ? rest : CANCEL_TIME);
      return;
    }
    logger.warn(
        "calls were still running after the shutdown grace of {}: they are cancelled", time);
    Countdown cancel = Countdown.start(CANCEL_TIME, Ticker.system());
    // A client whose connection goes away knows UNAVAILABLE; resets would tell it CANCELLED.
    parts.transport().closeConnections();
    server.shutdownNow();
    await(server, cancel.remaining());
    finish(parts, cancel.remaining());
  }

  private static void finish(Parts parts, Duration time) throws InterruptedException {
    Countdown end = Countdown.start(time, Ticker.system());
    parts.executors().finish(end.remaining());
    parts.streams().finish(end.remaining());
  }

  private static void run(String what, Runnable action) {
    try {
      action.run();
    } catch (Throwable e) {
      logger.warn("{} failed while the server stops", what, e);
    }
  }

  private static boolean await(Server server, Duration time) throws InterruptedException {
    return server.awaitTermination(TimeUnit.NANOSECONDS.convert(time), TimeUnit.NANOSECONDS);
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

  private static ServerStartException startFailure(Options options, IOException failure) {
    String address = options.address();
    Throwable reason = failure;
    while (!(reason instanceof BindException) && reason.getCause() != null) {
      reason = reason.getCause();
    }
    String text =
        reason instanceof UnresolvedAddressException
            ? "no such host"
            : String.valueOf(reason.getMessage());
    if (text.contains("already in use")) {
      String port = address.substring(address.lastIndexOf(':') + 1);
      return new ServerStartException(
          options.hasPort()
              ? "port " + port + " is already in use (" + address + ")" + FREE_IT + "port"
              : address + " is already in use" + FREE_IT + "path",
          failure);
    }
    return new ServerStartException("cannot listen on " + address + ": " + text, failure);
  }
}
