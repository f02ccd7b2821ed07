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

/** Makes the balancer that settings ask for. */
final class Balancers {

  private Balancers() {}

  /**
   * Makes a balancer.
   *
   * @param settings without {@linkplain LoadBalancing#problems problems}
   * @param events what ours tells; those of grpc-java tell nothing
   */
  static LoadBalancer newBalancer(
      Helper helper, LoadBalancing settings, AddressEvents events, Ticker ticker) {
    if (!settings.isOurs()) {
      return foreign(helper, settings.policy());
    }
    return settings
        .healthCheckedService()
        .map(
            service ->
                OptionalLibrary.using(
                    HealthChecks.LIBRARY,
                    () ->
                        HealthChecks.around(
                            inner -> new SpreadLoadBalancer(inner, settings, events, ticker),
                            helper,
                            service)))
        .orElseGet(() -> new SpreadLoadBalancer(helper, settings, events, ticker));
  }

  private static LoadBalancer foreign(Helper helper, String policy) {
    LoadBalancerProvider provider =
        Objects.requireNonNull(LoadBalancerRegistry.getDefaultRegistry().getProvider(policy));
    ConfigOrError defaults = provider.parseLoadBalancingPolicyConfig(Map.of());
    return new AmendedLoadBalancer(
        provider.newLoadBalancer(helper),
        addresses ->
            addresses.toBuilder().setLoadBalancingPolicyConfig(defaults.getConfig()).build());
  }
}
