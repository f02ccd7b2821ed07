package dev.grapnel.core.policy;

/**
 * Bounds retries and hedges of a whole client, so that servers in trouble are not called oftener
 * (gRFC A6, retry throttling): a failure takes a token, a success gives back a part of one, and
 * nothing is tried again while half of the tokens or less are left.
 *
 * @param tokens the most there are; 1 to 1000
 * @param ratio what a success gives back, above zero; 0.1: one retry for ten calls
 */
public record RetryBudget(int tokens, double ratio) {

  /** At most twenty retries at once, and one for ten successful calls in the long run. */
  public static final RetryBudget DEFAULT = new RetryBudget(40, 0.1);
}
