package dev.grapnel.client;

import dev.grapnel.client.balancing.LoadBalancing;
import dev.grapnel.client.config.ServiceConfig;
import dev.grapnel.client.resolver.Targets;
import dev.grapnel.core.config.Toggle;
import dev.grapnel.core.policy.KeepAlive;
import dev.grapnel.core.policy.RetryBudget;
import dev.grapnel.core.policy.RetryPolicy;
import dev.grapnel.core.security.TransportSecurity;
import io.grpc.CallCredentials;
import io.grpc.ClientInterceptor;
import io.grpc.ConnectivityState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What the builder of a client was told, before it is checked. */
final class ClientSettings {

  Supplier<Targets> targets = Targets::of;
  final List<ClientInterceptor> interceptors = new ArrayList<>();
  final List<Consumer<ConnectivityState>> stateListeners = new ArrayList<>();
  final Set<String> repeatable = new LinkedHashSet<>();
  LoadBalancing loadBalancing = LoadBalancing.roundRobin();
  TransportSecurity transportSecurity = TransportSecurity.plaintext();
  Duration timeout = GRPCClientBuilder.DEFAULT_TIMEOUT;
  ServiceConfig serviceConfig = ServiceConfig.builder().build();
  Optional<RetryPolicy> retry = Optional.empty();
  RetryBudget retryBudget = RetryBudget.DEFAULT;
  KeepAlive keepAlive = GRPCClientBuilder.DEFAULT_KEEP_ALIVE;
  Duration reconnectBackoff = GRPCClientBuilder.DEFAULT_RECONNECT_BACKOFF;
  Duration idleTimeout = GRPCClientBuilder.DEFAULT_IDLE_TIMEOUT;
  Toggle eagerConnect = Toggle.OFF;
  Optional<CallCredentials> callCredentials = Optional.empty();
  Toggle plaintextCredentials = Toggle.OFF;
  Optional<String> compression = Optional.empty();
  int maxInboundMessageSize = 4 << 20;
  int maxInboundMetadataSize = 8 << 10;
  Optional<Executor> executor = Optional.empty();
  Optional<String> authority = Optional.empty();

  /** Whether others could read along. */
  boolean isOpenTo(Targets servers) {
    return transportSecurity instanceof TransportSecurity.Plaintext && !servers.areLoopback();
  }

  /** Whether credentials must not be sent. */
  boolean isExposed(Targets servers) {
    return isOpenTo(servers) && !plaintextCredentials.isOn();
  }
}
