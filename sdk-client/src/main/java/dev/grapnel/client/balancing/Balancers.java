package dev.grapnel.client.balancing;

import dev.grapnel.core.lifecycle.Ticker;
import io.grpc.LoadBalancer;
import io.grpc.LoadBalancerRegistry;
import java.util.Objects;

/** Stand-in until the balancer is there. */
final class Balancers {
  private Balancers() {}

  static LoadBalancer newBalancer(
      LoadBalancer.Helper helper, LoadBalancing settings, AddressEvents events, Ticker ticker) {
    return Objects.requireNonNull(
            LoadBalancerRegistry.getDefaultRegistry().getProvider(settings.policy()))
        .newLoadBalancer(helper);
  }
}
