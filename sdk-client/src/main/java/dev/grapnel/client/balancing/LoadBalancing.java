package dev.grapnel.client.balancing;

/**
 * Names a load balancing policy of grpc-java.
 *
 * @param policy the policy's registered name
 */
public record LoadBalancing(String policy) {

  /**
   * Spreads calls evenly over all addresses; the default, also for one address, since it recovers
   * from lost connections more reliably than {@code pick_first}.
   *
   * @return round robin
   */
  public static LoadBalancing roundRobin() {
    return new LoadBalancing("round_robin");
  }

  /**
   * Sends all calls to the first address that answers.
   *
   * @return pick first
   */
  public static LoadBalancing pickFirst() {
    return new LoadBalancing("pick_first");
  }
}
