package dev.grapnel.client;

import dev.grapnel.client.balancing.LoadBalancing;
import dev.grapnel.client.call.TimeoutInterceptor;
import dev.grapnel.client.resolver.Targets;
import dev.grapnel.core.config.ConfigException;
import dev.grapnel.core.config.Problems;
import dev.grapnel.core.lifecycle.Ticker;
import dev.grapnel.core.policy.KeepAlive;
import dev.grapnel.core.security.TlsException;
import dev.grapnel.core.security.TransportCredentials;
import dev.grapnel.core.security.TransportSecurity;
import io.grpc.Channel;
import io.grpc.ChannelCredentials;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.LoadBalancerRegistry;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

  private static final Logger logger = LoggerFactory.getLogger("grpc.client");

  private final Targets targets;
  private final List<ClientInterceptor> interceptors = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private LoadBalancing loadBalancing = LoadBalancing.roundRobin();
  private TransportSecurity transportSecurity = TransportSecurity.plaintext();
  private Duration timeout = DEFAULT_TIMEOUT;
  private KeepAlive keepAlive = DEFAULT_KEEP_ALIVE;
  private int maxInboundMessageSize = 4 << 20;
  private int maxInboundMetadataSize = 8 << 10;
  private Optional<Executor> executor = Optional.empty();
  private Optional<String> authority = Optional.empty();

  GRPCClientBuilder(Targets targets) {
    this.targets = targets;
  }

  /**
   * Sets how calls are spread over the addresses; default {@link LoadBalancing#roundRobin()}.
   *
   * @param policy the policy
   * @return this builder
   */
  public GRPCClientBuilder loadBalancing(LoadBalancing policy) {
    loadBalancing = policy;
    return this;
  }

  /**
   * Sets how the connection is protected; default: plaintext, with a warning beyond loopback.
   *
   * @param security plaintext, TLS or mutual TLS
   * @return this builder
   */
  public GRPCClientBuilder transportSecurity(TransportSecurity security) {
    transportSecurity = security;
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
    timeout = perCall;
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
    keepAlive = policy;
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
    maxInboundMessageSize = bytes;
    return this;
  }

  /**
   * Sets the largest response headers taken in; default 8 KiB.
   *
   * @param bytes the size as HTTP/2 counts it, above zero
   * @return this builder
   */
  public GRPCClientBuilder maxInboundMetadataSize(int bytes) {
    maxInboundMetadataSize = bytes;
    return this;
  }

  /**
   * Adds an interceptor for all calls; the first added is the outermost.
   *
   * @param interceptor any grpc-java interceptor
   * @return this builder
   */
  public GRPCClientBuilder addInterceptor(ClientInterceptor interceptor) {
    interceptors.add(interceptor);
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
    executor = Optional.of(callbacks);
    return this;
  }

  /**
   * Sets the name that servers are addressed by and that TLS checks; default: the target's own.
   *
   * @param name a host name, with a port or without
   * @return this builder
   */
  public GRPCClientBuilder authority(String name) {
    authority = Optional.of(name);
    return this;
  }

  /**
   * Checks everything and builds the client. It connects with the first call or by {@link
   * GRPCClient#connect()}.
   *
   * @return the client, to be closed
   * @throws ConfigException if anything is wrong; tells all of it at once
   */
  public GRPCClient build() {
    problems.clear();
    check();
    TransportCredentials<ChannelCredentials> credentials = credentials();
    ConfigException.throwIfAny(problems);
    return build(Objects.requireNonNull(credentials));
  }

  private GRPCClient build(TransportCredentials<ChannelCredentials> credentials) {
    ManagedChannelBuilder<?> builder =
        NettyTransport.newBuilder(
                targets.toUri(),
                credentials.credentials(),
                keepAlive,
                maxInboundMessageSize,
                maxInboundMetadataSize)
            .defaultLoadBalancingPolicy(loadBalancing.policy());
    executor.ifPresent(builder::executor);
    authority.ifPresent(builder::overrideAuthority);
    ManagedChannel managed = open(builder);
    credentials.watch();
    List<ClientInterceptor> outermostFirst = new ArrayList<>(interceptors);
    outermostFirst.add(TimeoutInterceptor.of(timeout));
    Channel channel = ClientInterceptors.interceptForward(managed, outermostFirst);
    if (transportSecurity instanceof TransportSecurity.Plaintext && !targets.areLoopback()) {
      logger.warn("calls to {} are not encrypted: set transportSecurity(…)", targets);
    }
    ConnectionWait connectionWait = new ConnectionWait(targets.toString(), Ticker.system());
    return new GRPCClient(channel, new GRPCClient.Owned(managed, credentials, connectionWait));
  }

  /** grpc-java looks for the target's resolver only now. */
  private ManagedChannel open(ManagedChannelBuilder<?> builder) {
    try {
      return builder.build();
    } catch (IllegalArgumentException e) {
      throw new ConfigException(
          List.of("the target \"" + targets + "\" cannot be used: " + e.getMessage()));
    }
  }

  private void check() {
    if (LoadBalancerRegistry.getDefaultRegistry().getProvider(loadBalancing.policy()) == null) {
      problems.add(
          "there is no load balancing policy \""
              + loadBalancing.policy()
              + "\": expected round_robin, pick_first or one that is registered with grpc-java");
    }
    Problems.into(problems).positive("timeout", timeout);
    authority
        .filter(name -> !isAuthority(name))
        .ifPresent(
            name ->
                problems.add(
                    "authority is \"" + name + "\": expected a host name, with a port or without"));
    positive("maxInboundMessageSize", maxInboundMessageSize);
    positive("maxInboundMetadataSize", maxInboundMetadataSize);
  }

  private static boolean isAuthority(String name) {
    try {
      return name.equals(new URI(null, name, null, null, null).getRawAuthority())
          && !name.contains("@");
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private void positive(String name, int value) {
    if (value < 1) {
      problems.add(name + " is " + value + ": expected a number of bytes above zero");
    }
  }

  private @Nullable TransportCredentials<ChannelCredentials> credentials() {
    try {
      return TransportCredentials.channel(transportSecurity);
    } catch (TlsException e) {
      problems.add(String.valueOf(e.getMessage()));
      return null;
    }
  }
}
