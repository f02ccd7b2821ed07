package dev.grapnel.client;

import dev.grapnel.client.balancing.ConnectionWatch;
import dev.grapnel.client.call.CallDefaults;
import dev.grapnel.client.call.CredentialsGuard;
import dev.grapnel.client.call.TimeoutInterceptor;
import dev.grapnel.client.config.CallPolicies;
import dev.grapnel.client.resolver.Targets;
import dev.grapnel.client.transport.NettyTransport;
import dev.grapnel.core.call.ClientAwareInterceptor;
import dev.grapnel.core.config.ConfigException;
import dev.grapnel.core.config.Toggle;
import dev.grapnel.core.lifecycle.Ticker;
import dev.grapnel.core.lifecycle.Vital;
import dev.grapnel.core.policy.DeadlinePolicy;
import dev.grapnel.core.security.TlsException;
import dev.grapnel.core.security.TransportCredentials;
import io.grpc.Channel;
import io.grpc.ChannelCredentials;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts a client together out of settings that were checked. */
final class ClientAssembly {

  private static final Logger logger = LoggerFactory.getLogger("grpc.client");

  private final ClientSettings settings;
  private final Targets targets;
  private final CallPolicies policies;
  private final TransportCredentials<ChannelCredentials> credentials;
  private final ConnectionWatch watch;
  private final NettyTransport transport = new NettyTransport();

  private ClientAssembly(
      ClientSettings settings,
      CallPolicies policies,
      TransportCredentials<ChannelCredentials> credentials) {
    this.settings = settings;
    this.targets = settings.targets.get();
    this.policies = policies;
    this.credentials = credentials;
    this.watch =
        new ConnectionWatch(
            targets.toString(), settings.loadBalancing, settings.reconnectBackoff, Ticker.system());
  }

  static ClientAssembly of(ClientSettings settings) {
    List<String> problems = SettingsCheck.problems(settings);
    CallPolicies policies =
        CallPolicies.compile(
            settings.serviceConfig,
            settings.retry,
            settings.repeatable,
            settings.retryBudget,
            problems);
    TransportCredentials<ChannelCredentials> credentials;
    try {
      credentials = TransportCredentials.channel(settings.transportSecurity);
    } catch (TlsException e) {
      problems.add(String.valueOf(e.getMessage()));
      throw new ConfigException(problems);
    }
    ConfigException.throwIfAny(problems);
    return new ClientAssembly(settings, policies, credentials);
  }

  GRPCClient build() {
    ManagedChannel managed = open();
    watch.onReconnect(managed::resetConnectBackoff);
    credentials.watch();
    PendingCalls pending = new PendingCalls(watch);
    Channel channel = ClientInterceptors.interceptForward(managed, interceptors(pending));
    if (settings.isOpenTo(targets)) {
      logger.warn("calls to {} are not encrypted: set transportSecurity(…)", targets);
    }
    new StateWatch(managed, settings.stateListeners, settings.eagerConnect).start();
    List<Vital> vitals = ClientVitals.of(watch, pending);
    List<ClientAwareInterceptor> aware =
        settings.interceptors.stream()
            .filter(ClientAwareInterceptor.class::isInstance)
            .map(ClientAwareInterceptor.class::cast)
            .toList();
    GRPCClient client =
        new GRPCClient(
            channel,
            new GRPCClient.Owned(
                managed,
                transport,
                new ConnectionWait(managed),
                credentials,
                watch,
                policies,
                vitals,
                aware));
    try {
      aware.forEach(each -> each.clientVitals(vitals));
    } catch (RuntimeException | Error e) {
      client.close();
      throw e;
    }
    return client;
  }

  private List<ClientInterceptor> interceptors(PendingCalls pending) {
    List<ClientInterceptor> outermostFirst = new ArrayList<>(settings.interceptors);
    outermostFirst.add(
        TimeoutInterceptor.of(DeadlinePolicy.unary(settings.timeout), policies::timeout));
    CallDefaults.of(
            settings.callCredentials,
            settings.compression,
            settings.isOpenTo(targets) ? settings.plaintextCredentials : Toggle.OFF)
        .ifPresent(outermostFirst::add);
    if (settings.isExposed(targets)) {
      outermostFirst.add(CredentialsGuard.of(targets.toString()));
    }
    outermostFirst.add(pending);
    return outermostFirst;
  }

  /** grpc-java looks for the target's resolver only now. */
  private ManagedChannel open() {
    try {
      ManagedChannelBuilder<?> builder =
          transport
              .newBuilder(
                  ConfiguredResolver.uri(targets.toUri()),
                  targets.areUnix() ? NettyTransport.Socket.UNIX : NettyTransport.Socket.INTERNET,
                  credentials.credentials(),
                  settings.keepAlive)
              .maxInboundMessageSize(settings.maxInboundMessageSize)
              .maxInboundMetadataSize(settings.maxInboundMetadataSize)
              .idleTimeout(TimeUnit.NANOSECONDS.convert(settings.idleTimeout), TimeUnit.NANOSECONDS)
              .defaultLoadBalancingPolicy(ConnectionWatch.policy())
              .setNameResolverArg(ConnectionWatch.KEY, watch)
              .setNameResolverArg(ConfiguredResolver.POLICIES, policies);
      settings.executor.ifPresent(builder::executor);
      settings.authority.ifPresent(builder::overrideAuthority);
      return builder.build();
    } catch (IllegalArgumentException e) {
      transport.close();
      credentials.close();
      throw new ConfigException(
          List.of("the target \"" + targets + "\" cannot be used: " + e.getMessage()));
    }
  }
}
