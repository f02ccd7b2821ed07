package dev.grapnel.client.balancing;

import io.grpc.Attributes;
import io.grpc.LoadBalancer;
import io.grpc.LoadBalancer.Helper;
import io.grpc.LoadBalancer.ResolvedAddresses;
import io.grpc.protobuf.services.HealthCheckingLoadBalancerUtil;
import java.util.Map;
import java.util.function.Function;

/** Client-side health checks (gRFC A17); the one class that needs grpc-services. */
final class HealthChecks {

  static final String LIBRARY = "io.grpc:grpc-services";

  private HealthChecks() {}

  /** Fails where the library is missing. */
  static boolean isAvailable() {
    return !HealthCheckingLoadBalancerUtil.class.getName().isEmpty();
  }

  /**
   * Shows a balancer only those connections as ready whose server says that a service is serving.
   */
  static LoadBalancer around(
      Function<Helper, LoadBalancer> balancer, Helper helper, String service) {
    LoadBalancer checking =
        HealthCheckingLoadBalancerUtil.newHealthCheckingLoadBalancer(
            new LoadBalancer.Factory() {
              @Override
              public LoadBalancer newLoadBalancer(Helper inner) {
                return balancer.apply(inner);
              }
            },
            helper);
    return new AmendedLoadBalancer(checking, addresses -> withService(addresses, service));
  }

  private static ResolvedAddresses withService(ResolvedAddresses addresses, String service) {
    Attributes attributes =
        addresses.getAttributes().toBuilder()
            .set(LoadBalancer.ATTR_HEALTH_CHECKING_CONFIG, Map.of("serviceName", service))
            .build();
    return addresses.toBuilder().setAttributes(attributes).build();
  }
}
