package dev.grapnel.testing;

import dev.grapnel.core.lifecycle.DrainSignal;
import dev.grapnel.core.security.Principal;
import dev.grapnel.testing.call.CallLog;
import dev.grapnel.testing.call.CallTracker;
import io.grpc.BindableService;
import io.grpc.Channel;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.Server;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs services for a test and calls them: in process, or over a real port of loopback with the
 * same test code.
 *
 * <pre>{@code
 * try (var client = GRPCTestClient.of(new UserService()).start()) {
 *   User user = client.stub(UserServiceGrpc::newBlockingStub).getUser(request);
 * }
 * }</pre>
 *
 * <p>Services run as on a Grapnel server: {@code CallContext} is there and exceptions become
 * statuses. What a handler threw is the cause of the caller's failure, too. Each call is tracked,
 * and {@link #close()} fails if one was left open, or if an expectation of a {@code FakeService}
 * was not met. Thread-safe.
 */
public final class GRPCTestClient implements AutoCloseable {

  private final Backend.Factory factory;
  private final BoundServices services;
  private final List<ClientInterceptor> interceptors;
  private final Duration leakGrace;
  private final HangGuard hangGuard;
  private final DrainSignal drain;
  private final Principals principals = new Principals();
  private final HandlerFailures failures = new HandlerFailures();
  private final CallTracker tracker = CallTracker.create();
  private @Nullable Running running;
  private boolean closed;

  private record Running(Backend backend, Channel channel) {}

  GRPCTestClient(Backend.Factory factory, BoundServices services, ClientSettings settings) {
    this.factory = factory;
    this.services = services;
    this.interceptors = settings.interceptors();
    this.leakGrace = settings.leakGrace();
    this.drain = settings.drain();
    this.hangGuard = new HangGuard(settings.callLimit());
  }

  /**
   * Prepares services, with every default: the transport is {@link Transport#configured()}.
   *
   * @param services the services, at least one
   * @return a client that is not started yet
   * @throws IllegalArgumentException if there is none, or one twice
   */
  public static GRPCTestClient of(BindableService... services) {
    GRPCTestClientBuilder builder = builder();
    for (BindableService service : services) {
      builder.addService(service);
    }
    return builder.build();
  }

  /**
   * Begins a client with interceptors, limits, a clock or another transport.
   *
   * @return a builder
   */
  public static GRPCTestClientBuilder builder() {
    return new GRPCTestClientBuilder();
  }

  /**
   * Calls a server that runs already, over plaintext.
   *
   * @param host where it runs
   * @param port its port
   * @return a client whose {@link #start()} connects nothing yet and whose {@link #close()} leaves
   *     the server alone
   */
  public static GRPCTestClient to(String host, int port) {
    return new GRPCTestClient(
        (principals, failures) -> NettyTransport.remote(host, port),
        BoundServices.unknown(),
        ClientSettings.defaults());
  }

  /**
   * Calls over a channel that is somebody else's: tracks its calls and never closes it.
   *
   * @param channel the channel
   * @return a client whose {@link #close()} leaves the channel open
   */
  public static GRPCTestClient over(Channel channel) {
    return new GRPCTestClient(
        (principals, failures) -> Backend.of(channel),
        BoundServices.unknown(),
        ClientSettings.defaults());
  }

  /**
   * Starts the server and opens the channel.
   *
   * @return this client
   * @throws IllegalStateException if it was started or closed before, or the server does not start
   *     (its cause says why)
   */
  public synchronized GRPCTestClient start() {
    if (closed || running != null) {
      throw new IllegalStateException(
          "this GRPCTestClient %s: make a new one"
              .formatted(closed ? "is closed" : "is started already"));
    }
    Backend backend = factory.start(principals, failures);
    Channel channel =
        ClientInterceptors.interceptForward(
            ClientInterceptors.intercept(backend.channel(), failures), interceptors);
    running = new Running(backend, tracked(channel, tracker));
    return this;
  }

  /**
   * Returns the channel to the services.
   *
   * @return the channel, closed with this client
   * @throws IllegalStateException if this client is not started, or closed
   */
  public Channel channel() {
    return running().channel();
  }

  /**
   * Makes a stub.
   *
   * @param <S> the type of stub
   * @param factory the generated factory, for example {@code UserServiceGrpc::newBlockingStub}
   * @return the stub
   * @throws IllegalArgumentException if the stub is of a service that is not here; it lists what is
   * @throws IllegalStateException if this client is not started, or closed
   */
  public <S> S stub(Function<Channel, S> factory) {
    return caller().stub(factory);
  }

  /**
   * Makes a stub of a generated class.
   *
   * @param <S> the type of stub
   * @param type the class, for example {@code UserServiceBlockingStub.class}
   * @return the stub
   * @throws IllegalArgumentException if the class is no generated stub, or of a service that is not
   *     here; it lists what is
   * @throws IllegalStateException if this client is not started, or closed
   */
  public <S> S stub(Class<S> type) {
    return caller().stub(type);
  }

  /**
   * Calls as a principal: {@code CallContext.principal()} of each call is that principal, as if an
   * interceptor had authenticated it.
   *
   * @param principal who calls
   * @return stubs and a channel of that caller
   * @throws IllegalStateException if this client is not started, or closed, or calls a server that
   *     is not its own
   */
  public TestCaller as(Principal principal) {
    return caller().as(principal);
  }

  /**
   * Calls with interceptors of its own, for example one that sends a token.
   *
   * @param interceptors the first is the outermost
   * @return stubs and a channel of that caller
   * @throws IllegalStateException if this client is not started, or closed
   */
  public TestCaller with(ClientInterceptor... interceptors) {
    return caller().with(interceptors);
  }

  /**
   * Returns a caller whose calls are tracked apart from those of others, too.
   *
   * @return stubs and a channel of that caller
   * @throws IllegalStateException if this client is not started, or closed
   */
  public TestCaller caller() {
    return new TestCaller(this, running().channel());
  }

  /**
   * Returns every call that was made over this client.
   *
   * @return the log, live
   */
  public CallLog calls() {
    return tracker.log();
  }

  /**
   * Returns the server, for tests that look at it.
   *
   * @return the server; empty if it is somebody else's
   * @throws IllegalStateException if this client is not started, or closed
   */
  public Optional<Server> server() {
    return running().backend().server();
  }

  /**
   * Returns the port of loopback that the server listens on.
   *
   * @return the port
   * @throws IllegalStateException if the transport is not {@link Transport#LOOPBACK}, or this
   *     client is not started, or closed
   */
  public int port() {
    int port = server().map(Server::getPort).orElse(-1);
    if (port < 0) {
      throw new IllegalStateException(
          "this GRPCTestClient has no port: it has one with transport(Transport.LOOPBACK)");
    }
    return port;
  }

  /**
   * Returns where a client of its own finds the server.
   *
   * @return host and port, for example {@code 127.0.0.1:41234}
   * @throws IllegalStateException as {@link #port()} does
   */
  public String target() {
    return NettyTransport.at(port());
  }

  /**
   * Tells running calls that the server is about to stop, as a server does that drains: what they
   * gave to {@code CallContext.onDrain} runs now, on this thread. New calls are still taken.
   *
   * @throws IllegalStateException if this client is not started, or closed, or the server is
   *     somebody else's
   */
  public void drain() {
    if (server().isEmpty()) {
      throw new IllegalStateException(
          "this GRPCTestClient cannot drain the server: it is not its own; close that one instead");
    }
    drain.raise();
  }

  /**
   * Ends channel and server and waits for them; a second time does nothing.
   *
   * @throws AssertionError if a call was left open, or a channel that somebody else opened to the
   *     server, or if the expectations of a {@code FakeService} were not met; everything is closed
   *     all the same
   */
  @Override
  public void close() {
    Running ended;
    synchronized (this) {
      ended = running;
      running = null;
      closed = true;
    }
    if (ended == null) {
      return;
    }
    List<Runnable> checks = new ArrayList<>();
    checks.add(() -> calls().assertNoneOpen(leakGrace));
    checks.add(() -> ended.backend().close(leakGrace));
    services.fakes().forEach(fake -> checks.add(fake::verify));
    runAll(checks);
  }

  /** Runs each, whatever the others find. */
  private static void runAll(List<Runnable> checks) {
    List<AssertionError> found = new ArrayList<>();
    for (Runnable check : checks) {
      try {
        check.run();
      } catch (AssertionError error) {
        found.add(error);
      }
    }
    if (!found.isEmpty()) {
      AssertionError first = found.remove(0);
      found.forEach(first::addSuppressed);
      throw first;
    }
  }

  /** A channel whose calls are in a log, and never hang for ever. */
  Channel tracked(Channel channel, CallTracker by) {
    return ClientInterceptors.interceptForward(channel, by, hangGuard);
  }

  Duration leakGrace() {
    return leakGrace;
  }

  BoundServices services() {
    return services;
  }

  ClientInterceptor sending(Principal principal) {
    if (running().backend().server().isEmpty()) {
      throw new IllegalStateException(
          "this GRPCTestClient cannot call as %s: its server is not its own and would not know; send a token by with(...)"
              .formatted(principal.id()));
    }
    return principals.sending(principal);
  }

  private synchronized Running running() {
    if (running == null) {
      throw new IllegalStateException(
          "this GRPCTestClient is %s"
              .formatted(closed ? "closed" : "not started: call start() first"));
    }
    return running;
  }
}
