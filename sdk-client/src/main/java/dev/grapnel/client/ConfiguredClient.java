package dev.grapnel.client;

import dev.grapnel.client.balancing.LoadBalancing;
import dev.grapnel.client.config.ServiceConfig;
import dev.grapnel.client.resolver.Targets;
import dev.grapnel.core.config.ClientConfig;
import java.util.List;

/** Takes over what a configuration says of the client. */
final class ConfiguredClient {

  private ConfiguredClient() {}

  static GRPCClientBuilder builder(ClientConfig config) {
    GRPCClientBuilder builder =
        targets(config.targets())
            .loadBalancing(
                LoadBalancing.of(config.loadBalancing())
                    .connectionsPerAddress(config.connectionsPerAddress()))
            .timeout(config.timeout())
            .transportSecurity(config.transportSecurity());
    config.retry().ifPresent(builder::retry);
    config.serviceConfig().map(ServiceConfig::load).ifPresent(builder::serviceConfig);
    return builder;
  }

  /** Either servers, or one target with a scheme; without any, {@code build()} asks for them. */
  private static GRPCClientBuilder targets(List<String> targets) {
    boolean hasScheme =
        targets.size() == 1
            && (targets.get(0).contains(":/") || targets.get(0).startsWith("unix:"));
    return hasScheme
        ? GRPCClient.builder(Targets.uri(targets.get(0)))
        : GRPCClient.builder(targets.toArray(String[]::new));
  }
}
