package dev.grapnel.server;

import dev.grapnel.core.config.Availability;
import dev.grapnel.core.config.GRPCConfig;
import dev.grapnel.core.config.Toggle;
import dev.grapnel.core.error.ExceptionMapper;
import dev.grapnel.core.policy.KeepAlive;
import dev.grapnel.core.security.TransportSecurity;
import dev.grapnel.server.discovery.AppHandlers;
import dev.grapnel.server.executor.CallExecutor;
import dev.grapnel.server.health.HealthCheck;
import dev.grapnel.server.overload.OverloadOptions;
import dev.grapnel.server.service.ServiceOptions;
import dev.grapnel.server.transport.ConnectionOptions;
import io.grpc.BindableService;
import io.grpc.ServerInterceptor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Builds a {@link GRPCServer}. Every setting has a safe default, told where it is set; {@link
 * #build()} checks all of them at once, and is called once. Not thread-safe.
 */
public final class GRPCServerBuilder {

  final ServerSettings settings = new ServerSettings();
  final ServiceCatalog catalog = new ServiceCatalog();

  GRPCServerBuilder() {}

  GRPCServerBuilder config(GRPCConfig config) {
    settings.apply(config);
    catalog.configure(config.discovery());
    return this;
  }

  /**
   * Sets the local address to listen on; default: all of them.
   *
   * @param address a host name or address; {@code 0.0.0.0} and {@code [::]} mean all
   * @return this builder
   */
  public GRPCServerBuilder host(String address) {
    settings.host = address;
    return note("grpc.host", address);
  }

  /**
   * Sets the port; default 50051.
   *
   * @param number 0 to 65535; 0 takes any free one, see {@link GRPCServer#port()}
   * @return this builder
   */
  public GRPCServerBuilder port(int number) {
    settings.port = number;
    return note("grpc.port", number);
  }

  /**
   * Sets how many threads run handlers; default 10.
   *
   * @param threads 1 to 4096
   * @return this builder
   */
  public GRPCServerBuilder maxWorkers(int threads) {
    settings.maxWorkers = threads;
    return note("grpc.max-workers", threads);
  }

  /**
   * Chooses where handlers run that nothing else was chosen for; default: {@link
   * CallExecutor#workers()}.
   *
   * @param choice the executor
   * @return this builder
   */
  public GRPCServerBuilder executor(CallExecutor choice) {
    settings.executor = choice;
    return this;
  }

  /**
   * Sets how connections are protected; default: plaintext, with a warning beyond loopback.
   *
   * @param security plaintext, TLS or mutual TLS
   * @return this builder
   */
  public GRPCServerBuilder transportSecurity(TransportSecurity security) {
    settings.transportSecurity(security);
    return this;
  }

  /**
   * Adds a service.
   *
   * @param service the service
   * @return this builder
   */
  public GRPCServerBuilder addService(BindableService service) {
    return addService(service, options -> {});
  }

  /**
   * Adds a service with options of its own.
   *
   * @param service the service
   * @param options sets its executor and interceptors
   * @return this builder
   */
  public GRPCServerBuilder addService(BindableService service, Consumer<ServiceOptions> options) {
    catalog.add(service, options, "addService (" + service.getClass().getName() + ")");
    return this;
  }

  /**
   * Adds an app that was made by hand, for example with other settings in a test.
   *
   * @param app the app
   * @return this builder
   */
  public GRPCServerBuilder addApp(AppHandlers app) {
    catalog.app(app);
    return this;
  }

  /**
   * Registers the apps on the class path: those of {@link #enabledApps}, or all.
   *
   * @return this builder
   */
  public GRPCServerBuilder discoverApps() {
    catalog.discover();
    return this;
  }

  /**
   * Registers the apps on the class path with these labels only; one that is not found is an error.
   *
   * @param labels the apps' labels
   * @return this builder
   */
  public GRPCServerBuilder enabledApps(String... labels) {
    catalog.enableOnly(List.of(labels));
    return this;
  }

  /**
   * Registers a service by its class, which has a public constructor without parameters.
   *
   * @param name a name of your own, for messages
   * @param type the class
   * @return this builder
   */
  public GRPCServerBuilder service(String name, Class<? extends BindableService> type) {
    catalog.custom(name, type.getName());
    return this;
  }

  /**
   * Lets code of your own register services when the server is built.
   *
   * @param hook is called once, by {@link #build()}
   * @return this builder
   */
  public GRPCServerBuilder handlersHook(HandlersHook hook) {
    catalog.hook(hook);
    return this;
  }

  /**
   * Adds an interceptor for all services; the first added is the outermost.
   *
   * @param interceptor any grpc-java interceptor
   * @return this builder
   */
  public GRPCServerBuilder addInterceptor(ServerInterceptor interceptor) {
    settings.interceptors.add(interceptor);
    return this;
  }

  /**
   * Sets an interceptor of your own that authenticates calls, all but health; it runs before all
   * others, which do not see what it refuses. {@code AuthInterceptor} and chains that have one are
   * added by {@link #addInterceptor} instead. A server configured to authenticate ({@code
   * grpc.auth.enabled}) does not build without one or the other.
   *
   * @param interceptor refuses calls, or sets {@code CallContext.authenticatedAs}
   * @return this builder
   */
  public GRPCServerBuilder authInterceptor(ServerInterceptor interceptor) {
    settings.authInterceptor = Optional.of(interceptor);
    return this;
  }

  /**
   * Sets which exception becomes which status; default: unexpected ones become INTERNAL with a
   * request id.
   *
   * @param mapper the mapper
   * @return this builder
   */
  public GRPCServerBuilder exceptionMapper(ExceptionMapper mapper) {
    settings.exceptionMapper = mapper;
    return this;
  }

  /**
   * Switches grpc.health.v1.Health; default on.
   *
   * @param toggle on or off
   * @return this builder
   */
  public GRPCServerBuilder health(Toggle toggle) {
    settings.health = toggle;
    return note("grpc.health", toggle);
  }

  /**
   * Adds a health check for one of the services.
   *
   * @param check the check
   * @return this builder
   */
  public GRPCServerBuilder addHealthCheck(HealthCheck check) {
    settings.healthChecks.add(check);
    return this;
  }

  /**
   * Sets where server reflection (v1 and v1alpha) is there; default: everywhere but in production.
   *
   * @param availability in which environments
   * @return this builder
   */
  public GRPCServerBuilder reflection(Availability availability) {
    settings.reflection = availability;
    return note("grpc.reflection", availability);
  }

  /**
   * Sets the largest message taken in; default 4 MiB. A larger one fails its call with
   * RESOURCE_EXHAUSTED.
   *
   * @param bytes the size after decompression, above zero
   * @return this builder
   */
  public GRPCServerBuilder maxInboundMessageSize(int bytes) {
    settings.maxInboundMessageSize = bytes;
    return note("grpc.max-inbound-message-size", bytes);
  }

  /**
   * Sets the largest request headers taken in; default 8 KiB. Larger ones fail their call; twice as
   * large ones end the connection.
   *
   * @param bytes the size as HTTP/2 counts it, above zero
   * @return this builder
   */
  public GRPCServerBuilder maxInboundMetadataSize(int bytes) {
    settings.maxInboundMetadataSize = bytes;
    return note("grpc.max-inbound-metadata-size", bytes);
  }

  /**
   * Sets how many connections there may be, what one may cost and how long it may live.
   *
   * @param choice sets the limits that should not be the defaults
   * @return this builder
   */
  public GRPCServerBuilder connections(Consumer<ConnectionOptions> choice) {
    KeepAlive before = settings.connections.keepAlive();
    choice.accept(settings.connections);
    KeepAlive policy = settings.connections.keepAlive();
    return policy.equals(before)
        ? this
        : note("grpc.keep-alive.time", policy.time())
            .note("grpc.keep-alive.timeout", policy.timeout());
  }

  /**
   * Sets how many calls may run and wait at the same time, and for how long; what comes above is
   * answered with RESOURCE_EXHAUSTED at once.
   *
   * @param choice sets the limits that should not be the defaults
   * @return this builder
   */
  public GRPCServerBuilder overload(Consumer<OverloadOptions> choice) {
    choice.accept(settings.overload);
    return this;
  }

  /**
   * Listens on a Unix domain socket in place of a host and port; clients on this machine reach it
   * as {@code unix:///path}. The file is made at start, for its owner only (widen its permissions
   * after {@code start()}), and removed when the server stops; one left over by a server that died
   * is replaced.
   *
   * @param path the socket's file; not longer than 100 bytes, in a directory that is there
   * @return this builder
   */
  public GRPCServerBuilder unixSocket(Path path) {
    settings.unixSocket = Optional.of(path);
    return this;
  }

  /**
   * Opens channelz and grpc-java's other admin services on a port of their own, on loopback only;
   * default: not at all.
   *
   * @param port 0 to 65535; 0 takes any free one, see {@link GRPCServer#adminPort()}
   * @return this builder
   */
  public GRPCServerBuilder adminPort(int port) {
    settings.adminPort = OptionalInt.of(port);
    return this;
  }

  /**
   * Sets how long running calls may take to end when the server closes; default 30 s. Then they are
   * cancelled.
   *
   * @param time above zero
   * @return this builder
   */
  public GRPCServerBuilder shutdownGrace(Duration time) {
    settings.shutdownGrace = time;
    return note("grpc.shutdown-grace", time);
  }

  /**
   * Sets how long the server goes on taking calls after health says NOT_SERVING, so that load
   * balancers see it in time; default: not at all. In Kubernetes give it 5 s.
   *
   * @param time zero or above
   * @return this builder
   */
  public GRPCServerBuilder drainDelay(Duration time) {
    settings.drainDelay = time;
    return note("grpc.drain-delay", time);
  }

  /**
   * Does something when the server begins to stop and takes no new calls; for streams that would
   * otherwise go on until the shutdown grace is over.
   *
   * @param action what to do; must not block
   * @return this builder
   */
  public GRPCServerBuilder onDrain(Runnable action) {
    catalog.onDrain(action);
    return this;
  }

  /**
   * Switches the hook that closes the server when the JVM ends (SIGTERM, Ctrl-C); default on.
   *
   * @param toggle on or off
   * @return this builder
   */
  public GRPCServerBuilder shutdownHook(Toggle toggle) {
    settings.shutdownHook = toggle;
    return this;
  }

  /**
   * Checks everything and builds the server; nothing is opened to the network yet.
   *
   * @return the server, to be started and closed
   * @throws dev.grapnel.core.config.ConfigException if anything is wrong; tells all of it at once
   */
  public GRPCServer build() {
    return new ServerAssembly(this).build();
  }

  private GRPCServerBuilder note(String key, Object value) {
    settings.noteSetInCode(key, value);
    return this;
  }
}
