package dev.grapnel.client.balancing;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Says how calls are spread over the addresses of a client. Immutable.
 *
 * @param policy {@code round_robin}, {@code least_request}, {@code fixed_weights} or the name of a
 *     policy that is registered with grpc-java, such as {@code pick_first}
 * @param weights of {@code fixed_weights}: for each {@code host:port} how many calls it gets in
 *     relation to the others; 1 to 1000, and 1 for those that are not named
 * @param connectionsPerAddress how many connections each address gets; 1 to 64
 * @param outlierDetection when an address is left out for a while; empty: never
 * @param healthCheckedService which service of {@code grpc.health.v1.Health} an address must have
 *     in SERVING to be called, {@code ""} for the server as a whole; empty: not asked
 */
public record LoadBalancing(
    String policy,
    Map<String, Integer> weights,
    int connectionsPerAddress,
    Optional<OutlierDetection> outlierDetection,
    Optional<String> healthCheckedService) {

  static final String ROUND_ROBIN = "round_robin";
  static final String LEAST_REQUEST = "least_request";
  static final String WEIGHTED = "fixed_weights";

  /**
   * Makes the weights unmodifiable.
   *
   * @param policy the policy
   * @param weights of {@code fixed_weights}
   * @param connectionsPerAddress how many connections each address gets
   * @param outlierDetection when an address is left out for a while
   * @param healthCheckedService which service must be SERVING
   */
  public LoadBalancing {
    weights = Map.copyOf(weights);
  }

  /**
   * Spreads calls evenly over all addresses, with {@link OutlierDetection#DEFAULT}; the default,
   * also for one address, since it recovers from lost connections more reliably than {@code
   * pick_first}.
   *
   * @return round robin
   */
  public static LoadBalancing roundRobin() {
    return of(ROUND_ROBIN);
  }

  /**
   * Sends all calls to the first address that answers.
   *
   * @return pick first
   */
  public static LoadBalancing pickFirst() {
    return of("pick_first");
  }

  /**
   * Sends each call to the one of two random addresses that has fewer calls running (gRFC A48),
   * with {@link OutlierDetection#DEFAULT}. Better than round robin where calls differ much in their
   * cost.
   *
   * @return least request
   */
  public static LoadBalancing leastRequest() {
    return of(LEAST_REQUEST);
  }

  /**
   * Spreads calls in fixed proportions, with {@link OutlierDetection#DEFAULT}.
   *
   * @param weights for each {@code host:port} how many calls it gets in relation to the others
   * @return weighted round robin
   */
  public static LoadBalancing weighted(Map<String, Integer> weights) {
    return new LoadBalancing(
        WEIGHTED, weights, 1, Optional.of(OutlierDetection.DEFAULT), Optional.empty());
  }

  /**
   * Names a policy; how it is read from a configuration.
   *
   * @param policy {@code round_robin}, {@code least_request}, or the name of a policy that is
   *     registered with grpc-java
   * @return the policy; ours come with {@link OutlierDetection#DEFAULT}
   */
  public static LoadBalancing of(String policy) {
    return new LoadBalancing(
        policy,
        Map.of(),
        1,
        isOurs(policy) ? Optional.of(OutlierDetection.DEFAULT) : Optional.empty(),
        Optional.empty());
  }

  /**
   * Opens several connections to each address, for clients with more calls at once than a server
   * permits on one connection.
   *
   * @param count 1 to 64
   * @return the same with that many
   */
  public LoadBalancing connectionsPerAddress(int count) {
    return new LoadBalancing(policy, weights, count, outlierDetection, healthCheckedService);
  }

  /**
   * Sets when an address is left out.
   *
   * @param detection the numbers
   * @return the same with that
   */
  public LoadBalancing outlierDetection(OutlierDetection detection) {
    return new LoadBalancing(
        policy, weights, connectionsPerAddress, Optional.of(detection), healthCheckedService);
  }

  /**
   * Leaves no address out, however badly it answers.
   *
   * @return the same without outlier detection
   */
  public LoadBalancing withoutOutlierDetection() {
    return new LoadBalancing(
        policy, weights, connectionsPerAddress, Optional.empty(), healthCheckedService);
  }

  /**
   * Asks each address whether a service is SERVING, and calls it only then (gRFC A17). A server
   * without {@code grpc.health.v1.Health} counts as serving. Needs {@code io.grpc:grpc-services}.
   *
   * @param service the full name of a service, or {@code ""} for the server as a whole
   * @return the same with health checks
   */
  public LoadBalancing healthChecking(String service) {
    return new LoadBalancing(
        policy, weights, connectionsPerAddress, outlierDetection, Optional.of(service));
  }

  /**
   * Adds what is wrong with these settings; each name begins with {@code loadBalancing.}.
   *
   * @param into the list that problems are added to
   */
  public void problems(List<String> into) {
    LoadBalancingCheck.check(this, into);
  }

  /** Whether the policy is carried out here rather than by grpc-java. */
  boolean isOurs() {
    return isOurs(policy);
  }

  private static boolean isOurs(String policy) {
    return policy.equals(ROUND_ROBIN) || policy.equals(LEAST_REQUEST) || policy.equals(WEIGHTED);
  }
}
