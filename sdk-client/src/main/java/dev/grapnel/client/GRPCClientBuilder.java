package dev.grapnel.client;

import dev.grapnel.client.balancing.LoadBalancing;
import dev.grapnel.client.config.ServiceConfig;
import dev.grapnel.client.resolver.Targets;
import dev.grapnel.core.config.ConfigException;
import dev.grapnel.core.config.Toggle;
import dev.grapnel.core.policy.KeepAlive;
import dev.grapnel.core.policy.RetryBudget;
import dev.grapnel.core.policy.RetryPolicy;
import dev.grapnel.core.security.TransportSecurity;
import io.grpc.CallCredentials;
import io.grpc.ClientInterceptor;
import io.grpc.ConnectivityState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Builds a {@link GRPCClient}. Every setting has a safe default, told where it is set; {@link
 * #build()} checks all of them at once. Not thread-safe.
 */
public final class GRPCClientBuilder {

  /** A unary call that has no deadline of its own may take 30 seconds. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

  /**
   * While calls run, a silent connection is pinged after 30 seconds and given up 10 seconds later.
   */
  public static final KeepAlive DEFAULT_KEEP_ALIVE =
      new KeepAlive(Duration.ofSeconds(30), Duration.ofSeconds(10));

  /** A lost address is tried again after 5 seconds at the latest. */
  public static final Duration DEFAULT_RECONNECT_BACKOFF = Duration.ofSeconds(5);

  /** Connections without a call are closed after 30 minutes. */
  public static final Duration DEFAULT_IDLE_TIMEOUT = Duration.ofMinutes(30);

  private final ClientSettings settings = new ClientSettings();

  GRPCClientBuilder() {}

  /**
   * Sets the servers, over which calls are spread.
   *
   * @param hostPorts each {@code host:port}, for example {@code grpc1:50051}; a name stands for all
   *     of its addresses
   * @return this builder
   */
  public GRPCClientBuilder targets(String... hostPorts) {
    String[] copy = hostPorts.clone();
    settings.targets = () -> Targets.of(copy);
    return this;
  }

  /**
   * Sets the servers: a list, a name in DNS, a file, a service of Kubernetes, or whatever grpc-java
   * resolves.
   *
   * @param targets the servers
   * @return this builder
   */
  public GRPCClientBuilder targets(Targets targets) {
    settings.targets = () -> targets;
    return this;
  }

  GRPCClientBuilder target(String host, int port) {
    settings.targets = () -> Targets.of(host, port);
    return this;
  }

  /**
   * Sets how calls are spread over the addresses; default {@link LoadBalancing#roundRobin()}.
   *
   * @param policy the policy
   * @return this builder
   */
  public GRPCClientBuilder loadBalancing(LoadBalancing policy) {
    settings.loadBalancing = policy;
    return this;
  }

  /**
   * Sets how the connection is protected; default: plaintext, with a warning beyond loopback.
   *
   * @param security plaintext, TLS or mutual TLS
   * @return this builder
   */
  public GRPCClientBuilder transportSecurity(TransportSecurity security) {
    settings.transportSecurity = security;
    return this;
  }

  /**
   * Sets how long a unary call may take that has no deadline of its own; default 30 s, counted anew
   * for each call. Streaming calls have no time-out unless their stub has a deadline.
   *
   * @param perCall above zero
   * @return this builder
   */
  public GRPCClientBuilder timeout(Duration perCall) {
    settings.timeout = perCall;
    return this;
  }

  /**
   * Sets which failed calls are tried again, for all methods. Not set: calls that end with
   * UNAVAILABLE are made up to three times, if their method may be repeated: by its {@code
   * idempotency_level} in the .proto, or by {@link #repeatable}. What {@link #serviceConfig} says
   * of a method goes before.
   *
   * @param policy how often and when; {@link RetryPolicy#none()} for never
   * @return this builder
   */
  public GRPCClientBuilder retry(RetryPolicy policy) {
    settings.retry = Optional.of(policy);
    return this;
  }

  /**
   * Sets what holds for single services and methods; it goes before what holds for all. Default:
   * nothing.
   *
   * @param config the service config
   * @return this builder
   */
  public GRPCClientBuilder serviceConfig(ServiceConfig config) {
    settings.serviceConfig = config;
    return this;
  }

  /**
   * Sets how many retries and hedges all calls together may cause; default {@link
   * RetryBudget#DEFAULT}.
   *
   * @param budget the bound
   * @return this builder
   */
  public GRPCClientBuilder retryBudget(RetryBudget budget) {
    settings.retryBudget = budget;
    return this;
  }

  /**
   * Names methods that may be called twice without harm, where the .proto does not say so by {@code
   * idempotency_level}: they are retried by default and may be hedged.
   *
   * @param names each {@code package.Service/Method}, or {@code package.Service} for all of its
   *     methods
   * @return this builder
   */
  public GRPCClientBuilder repeatable(String... names) {
    settings.repeatable.addAll(List.of(names));
    return this;
  }

  /**
   * Sets when a silent connection is pinged while calls run; default after 30 s, given up 10 s
   * later. A server sends away clients that ping oftener than it permits.
   *
   * @param policy the times
   * @return this builder
   */
  public GRPCClientBuilder keepAlive(KeepAlive policy) {
    settings.keepAlive = policy;
    return this;
  }

  /**
   * Sets how long a lost address waits at most until it is tried again; default 5 s. The wait
   * begins at 1 s and grows by 1.6 with each failure.
   *
   * @param longest 100 ms to 10 s
   * @return this builder
   */
  public GRPCClientBuilder reconnectBackoff(Duration longest) {
    settings.reconnectBackoff = longest;
    return this;
  }

  /**
   * Sets when connections without a call are closed; default 30 minutes. The next call connects
   * anew.
   *
   * @param idle 1 s or more; 30 days and more mean never
   * @return this builder
   */
  public GRPCClientBuilder idleTimeout(Duration idle) {
    settings.idleTimeout = idle;
    return this;
  }

  /**
   * Sets whether the client connects when it is built, and stays connected without calls; default
   * {@link Toggle#OFF}: it connects with the first call.
   *
   * @param toggle whether it does
   * @return this builder
   */
  public GRPCClientBuilder eagerConnect(Toggle toggle) {
    settings.eagerConnect = toggle;
    return this;
  }

  /**
   * Adds who hears when the client's state changes. States that last a few milliseconds only may be
   * left out; listeners hear one state after the other, must not block, and hear SHUTDOWN last.
   *
   * @param listener what to do with the new state
   * @return this builder
   */
  public GRPCClientBuilder addStateListener(Consumer<ConnectivityState> listener) {
    settings.stateListeners.add(listener);
    return this;
  }

  /**
   * Sets the credentials of calls that have none of their own, such as a bearer token. A client
   * whose connection others can read, plaintext beyond loopback, is refused by {@link #build()}.
   *
   * @param credentials credentials of grpc-java
   * @return this builder
   */
  public GRPCClientBuilder callCredentials(CallCredentials credentials) {
    settings.callCredentials = Optional.of(credentials);
    return this;
  }

  /**
   * Sets whether credentials may go over a connection that is not encrypted here; default {@link
   * Toggle#OFF}. For service meshes whose sidecar encrypts what leaves the machine.
   *
   * @param toggle whether they may
   * @return this builder
   */
  public GRPCClientBuilder plaintextCredentials(Toggle toggle) {
    settings.plaintextCredentials = toggle;
    return this;
  }

  /**
   * Sets how requests are compressed, unless the call says otherwise; default: not at all.
   * Responses are understood in any case.
   *
   * @param name {@code gzip}, {@code identity} or another compressor known to grpc-java
   * @return this builder
   */
  public GRPCClientBuilder compression(String name) {
    settings.compression = Optional.of(name);
    return this;
  }

  /**
   * Sets the largest message taken in; default 4 MiB. A larger one fails its call with
   * RESOURCE_EXHAUSTED.
   *
   * @param bytes the size after decompression, above zero
   * @return this builder
   */
  public GRPCClientBuilder maxInboundMessageSize(int bytes) {
    settings.maxInboundMessageSize = bytes;
    return this;
  }

  /**
   * Sets the largest response headers taken in; default 8 KiB.
   *
   * @param bytes the size as HTTP/2 counts it, above zero
   * @return this builder
   */
  public GRPCClientBuilder maxInboundMetadataSize(int bytes) {
    settings.maxInboundMetadataSize = bytes;
    return this;
  }

  /**
   * Adds an interceptor for all calls; the first added is the outermost.
   *
   * @param interceptor any grpc-java interceptor
   * @return this builder
   */
  public GRPCClientBuilder addInterceptor(ClientInterceptor interceptor) {
    settings.interceptors.add(interceptor);
    return this;
  }

  /**
   * Sets where callbacks of asynchronous stubs run; default: grpc-java's shared pool. You shut it
   * down.
   *
   * @param callbacks the executor; must not reject tasks
   * @return this builder
   */
  public GRPCClientBuilder executor(Executor callbacks) {
    settings.executor = Optional.of(callbacks);
    return this;
  }

  /**
   * Sets the name that servers are addressed by and that TLS checks; default: the target's own.
   *
   * @param name a host name, with a port or without
   * @return this builder
   */
  public GRPCClientBuilder authority(String name) {
    settings.authority = Optional.of(name);
    return this;
  }

  /**
   * Checks everything and builds the client. It connects with the first call or by {@link
   * GRPCClient#connect()}, unless told to by {@link #eagerConnect}.
   *
   * @return the client, to be closed
   * @throws ConfigException if anything is wrong; tells all of it at once
   */
  public GRPCClient build() {
    return ClientAssembly.of(settings).build();
  }
}
