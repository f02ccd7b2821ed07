package dev.grapnel.client.balancing;

import dev.grapnel.core.config.OptionalLibrary;
import dev.grapnel.core.lifecycle.Ticker;
import io.grpc.LoadBalancer;
import io.grpc.LoadBalancer.Helper;
import io.grpc.LoadBalancerProvider;
import io.grpc.LoadBalancerRegistry;
import io.grpc.NameResolver.ConfigOrError;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** Makes the balancer that settings ask for. */
final class Balancers {

  private Balancers() {}

  /**
   * Makes a balancer.
   *
   * @param watched sees the connections as the balancer does: health checks are below it
   * @param settings without {@linkplain LoadBalancing#problems problems}
   * @param events what ours tells; those of grpc-java tell nothing
   */
  static LoadBalancer newBalancer(
      Helper helper,
      UnaryOperator<Helper> watched,
      LoadBalancing settings,
      AddressEvents events,
      Ticker ticker) {
    if (!settings.isOurs()) {
      return foreign(watched.apply(helper), settings.policy());
    }
    return settings
        .healthCheckedService()
        .map(
            service ->
                OptionalLibrary.using(
                    HealthChecks.LIBRARY,
                    () ->
                        HealthChecks.around(
                            inner ->
                                new SpreadLoadBalancer(
                                    watched.apply(inner), settings, events, ticker),
                            helper,
                            service)))
        .orElseGet(() -> new SpreadLoadBalancer(watched.apply(helper), settings, events, ticker));
  }

  /** What a policy of grpc-java goes by where nothing is said. */
  static ConfigOrError defaults(String policy) {
    return provider(policy).parseLoadBalancingPolicyConfig(Map.of());
  }

  private static LoadBalancer foreign(Helper helper, String policy) {
    Object config = defaults(policy).getConfig();
    return new AmendedLoadBalancer(
        provider(policy).newLoadBalancer(helper),
        addresses -> addresses.toBuilder().setLoadBalancingPolicyConfig(config).build());
  }

  private static LoadBalancerProvider provider(String policy) {
    return Objects.requireNonNull(LoadBalancerRegistry.getDefaultRegistry().getProvider(policy));
  }
}
