package dev.grapnel.client;

import dev.grapnel.client.balancing.Connection;
import dev.grapnel.client.balancing.ConnectionWatch;
import dev.grapnel.client.config.CallPolicies;
import dev.grapnel.client.resolver.Targets;
import dev.grapnel.client.transport.NettyTransport;
import dev.grapnel.core.call.ClientAwareInterceptor;
import dev.grapnel.core.config.ConfigException;
import dev.grapnel.core.config.GRPCConfig;
import dev.grapnel.core.error.RpcException;
import dev.grapnel.core.lifecycle.Vital;
import dev.grapnel.core.security.TransportCredentials;
import io.grpc.Channel;
import io.grpc.ChannelCredentials;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A gRPC client: one channel with safe defaults, from which stubs are made.
 *
 * <pre>{@code
 * try (GRPCClient client = GRPCClient.builder("users.internal", 50051)
 *     .transportSecurity(TransportSecurity.tls())
 *     .timeout(Duration.ofSeconds(2))
 *     .build()) {
 *   UserServiceBlockingStub users = client.stub(UserServiceGrpc::newBlockingStub);
 * }
 * }</pre>
 *
 * <p>Thread-safe; make one for each target and share it. Stubs are cheap and may be kept.
 */
public final class GRPCClient implements AutoCloseable {

  /** How long {@link #close()} waits for running calls: 5 seconds. */
  public static final Duration CLOSE_GRACE = Duration.ofSeconds(5);

  /** How long {@link #connect()} waits: 10 seconds. */
  public static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  /** The parts of a client that owns its channel. */
  record Owned(
      ManagedChannel channel,
      NettyTransport transport,
      ConnectionWait connection,
      TransportCredentials<ChannelCredentials> credentials,
      ConnectionWatch watch,
      CallPolicies policies,
      List<Vital> vitals,
      List<ClientAwareInterceptor> aware) {}

  private final Channel channel;
  private final @Nullable Owned owned;
  private final AtomicBoolean closed = new AtomicBoolean();

  GRPCClient(Channel channel, @Nullable Owned owned) {
    this.channel = channel;
    this.owned = owned;
  }

  /**
   * Begins a client whose servers are told by {@link GRPCClientBuilder#targets(String...)}.
   *
   * @return a builder
   */
  public static GRPCClientBuilder builder() {
    return new GRPCClientBuilder();
  }

  /**
   * Begins a client of one server.
   *
   * @param host a host name, of which all addresses are used, or an address
   * @param port 1 to 65535
   * @return a builder
   */
  public static GRPCClientBuilder builder(String host, int port) {
    return builder().target(host, port);
  }

  /**
   * Begins a client of one or several servers, over which calls are spread.
   *
   * @param hostPorts each {@code host:port}, for example {@code grpc1:50051}
   * @return a builder
   */
  public static GRPCClientBuilder builder(String... hostPorts) {
    return builder().targets(hostPorts);
  }

  /**
   * Begins a client of the servers that some targets lead to.
   *
   * @param targets the servers
   * @return a builder
   */
  public static GRPCClientBuilder builder(Targets targets) {
    return builder().targets(targets);
  }

  /**
   * Begins a client with the {@code grpc.client.*} settings of a configuration.
   *
   * @param config the configuration
   * @return a builder, for what is set in code
   * @throws ConfigException if the file of {@code grpc.client.service-config} is malformed
   */
  public static GRPCClientBuilder builder(GRPCConfig config) {
    return ConfiguredClient.builder(config.client());
  }

  /**
   * Wraps a channel that exists, for example an in-process one in a test. Nothing is added to it,
   * and {@link #close()} leaves it open: whoever made it closes it.
   *
   * @param channel the channel
   * @return a client over it
   */
  public static GRPCClient over(Channel channel) {
    return new GRPCClient(channel, null);
  }

  /**
   * Returns the channel, for stubs.
   *
   * @return the channel with the client's interceptors
   */
  public Channel channel() {
    return channel;
  }

  /**
   * Makes a stub.
   *
   * @param <S> the stub
   * @param factory a factory method of the generated code, for example {@code
   *     UserServiceGrpc::newBlockingStub}
   * @return a new stub over this client's channel
   */
  public <S> S stub(Function<? super Channel, ? extends S> factory) {
    return factory.apply(channel);
  }

  /**
   * Waits up to {@link #CONNECT_TIMEOUT} until a server can be called.
   *
   * @throws RpcException UNAVAILABLE if none can; tells the targets and the last reason
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public void connect() throws InterruptedException {
    connect(CONNECT_TIMEOUT);
  }

  /**
   * Waits until a server can be called. Optional: the first call connects too. A client made by
   * {@link #over(Channel)} has nothing to wait for.
   *
   * @param timeout how long to wait at most
   * @throws RpcException UNAVAILABLE if none can; tells the targets and the last reason
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public void connect(Duration timeout) throws InterruptedException {
    if (owned == null) {
      return;
    }
    Optional<ConnectivityState> missed = owned.connection().await(timeout);
    if (missed.isPresent()) {
      String why =
          missed.get() == ConnectivityState.SHUTDOWN
              ? ": the client is closed"
              : " within " + timeout.toMillis() + " ms: " + owned.watch().reason();
      throw RpcException.of(
          Status.Code.UNAVAILABLE, "cannot connect to " + owned.watch().targets() + why);
    }
  }

  /**
   * Tells whether servers can be called now.
   *
   * @return READY, CONNECTING, TRANSIENT_FAILURE, IDLE before the first call and after a long time
   *     without one, or SHUTDOWN; READY for a client made by {@link #over(Channel)}
   */
  public ConnectivityState state() {
    return owned == null ? ConnectivityState.READY : owned.channel().getState(false);
  }

  /**
   * Lists the connections, those that are tried included.
   *
   * @return what is known of them now, by address; empty before the first call, and for a client
   *     made by {@link #over(Channel)}
   */
  public List<Connection> connections() {
    return owned == null ? List.of() : owned.watch().connections();
  }

  /**
   * Tells what holds for services and methods, defaults included: retries, hedging, time-outs,
   * sizes, and which methods are known to be repeatable.
   *
   * @return JSON for people, in the words of gRPC's service config; empty for a client made by
   *     {@link #over(Channel)}
   */
  public String serviceConfig() {
    return owned == null ? "" : owned.policies().describe();
  }

  /**
   * Lists the numbers that the client tells of itself: addresses, calls that wait for a connection.
   * {@code MetricsInterceptor} makes meters of them by itself.
   *
   * @return the numbers; each can be read from any thread as long as the client exists
   */
  public List<Vital> vitals() {
    return owned == null ? List.of() : owned.vitals();
  }

  /**
   * Closes the channel: running calls get {@link #CLOSE_GRACE} to end, then they are cancelled.
   * Returns within twice that time; harmless when called again. If the thread is interrupted, calls
   * are cancelled at once. Not for callbacks of the client's own calls, which it would wait for.
   */
  @Override
  public void close() {
    if (owned == null) {
      return;
    }
    ManagedChannel managed = owned.channel().shutdown();
    try {
      if (!managed.awaitTermination(CLOSE_GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        managed.shutdownNow();
        managed.awaitTermination(CLOSE_GRACE.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      managed.shutdownNow();
      Thread.currentThread().interrupt();
    } finally {
      owned.transport().close();
      owned.credentials().close();
      if (closed.compareAndSet(false, true)) {
        owned.aware().forEach(each -> each.clientClosed(owned.vitals()));
      }
    }
  }
}
