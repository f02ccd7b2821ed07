package dev.grapnel.core.policy;

import java.util.ArrayList;
import java.util.List;

/**
 * Bounds retries and hedges of a whole client, so that servers in trouble are not called oftener
 * (gRFC A6, retry throttling): a failure takes a token, a success gives back a part of one, and
 * nothing is tried again while half of the tokens or less are left.
 *
 * @param tokens the most there are; 1 to 1000
 * @param ratio what a success gives back, 0.001 to 1000, of which three decimals count; 0.1: one
 *     retry for ten calls
 */
public record RetryBudget(int tokens, double ratio) {

  private static final int MOST = 1000;

  /** gRPC counts in thousandths: less than one would give nothing back. */
  private static final double LEAST_RATIO = 0.001;

  /** At most fifty retries at once, and one for ten successful calls in the long run. */
  public static final RetryBudget DEFAULT = new RetryBudget(100, 0.1);

  /**
   * Tells what is wrong with it. Constructors take any value, so that whoever uses a policy can
   * tell all problems at once.
   *
   * @param setting the name of the setting that holds it, for example {@code retryBudget}
   * @return one sentence each; empty if it can be used
   */
  public List<String> problems(String setting) {
    List<String> found = new ArrayList<>();
    if (tokens < 1 || tokens > MOST) {
      found.add(setting + ".tokens is " + tokens + ": expected a number from 1 to " + MOST);
    }
    if (!(ratio >= LEAST_RATIO && ratio <= MOST)) {
      found.add(
          setting
              + ".ratio is "
              + ratio
              + ": expected a number from "
              + LEAST_RATIO
              + " to "
              + MOST);
    }
    return found;
  }
}
