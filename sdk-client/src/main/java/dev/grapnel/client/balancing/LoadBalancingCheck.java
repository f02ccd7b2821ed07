package dev.grapnel.client.balancing;

import dev.grapnel.core.config.ConfigException;
import dev.grapnel.core.config.OptionalLibrary;
import dev.grapnel.core.config.Problems;
import io.grpc.LoadBalancerRegistry;
import io.grpc.NameResolver.ConfigOrError;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says what is wrong with the settings of load balancing. */
final class LoadBalancingCheck {

  private static final Pattern HOST_AND_PORT =
      Pattern.compile("(?:\\[[0-9a-fA-F:.%]+]|[^\\s\\[\\]:/]+):([0-9]{1,5})");

  private static final Duration LONGEST = Duration.ofDays(365);

  private final LoadBalancing settings;
  private final List<String> found;
  private final Problems problems;

  private LoadBalancingCheck(LoadBalancing settings, List<String> found) {
    this.settings = settings;
    this.found = found;
    problems = Problems.into(found);
  }

  static void check(LoadBalancing settings, List<String> found) {
    LoadBalancingCheck check = new LoadBalancingCheck(settings, found);
    check.weights();
    check.connections();
    if (settings.isOurs()) {
      settings.outlierDetection().ifPresent(check::outlierDetection);
      check.healthChecking();
    } else if (isRegistered(settings.policy())) {
      check.foreign();
    } else {
      check.unknown();
    }
  }

  private static boolean isRegistered(String policy) {
    return LoadBalancerRegistry.getDefaultRegistry().getProvider(policy) != null
        && !policy.equals(WatchLoadBalancer.policy());
  }

  private void unknown() {
    found.add(
        "loadBalancing.policy is \""
            + settings.policy()
            + "\": expected round_robin, least_request, fixed_weights with weights, pick_first or one"
            + " that is registered with grpc-java");
  }

  private void foreign() {
    ConfigOrError defaults = Balancers.defaults(settings.policy());
    if (defaults.getError() != null) {
      found.add(
          "loadBalancing.policy is \""
              + settings.policy()
              + "\": it cannot do without a configuration, which a client has none of ("
              + defaults.getError().getDescription()
              + ")");
    }
    if (settings.connectionsPerAddress() > 1) {
      found.add(
          "loadBalancing.connectionsPerAddress is "
              + settings.connectionsPerAddress()
              + ": policy "
              + settings.policy()
              + " of grpc-java has 1; expected round_robin, least_request or fixed_weights");
    }
    if (settings.outlierDetection().isPresent()) {
      notWithForeign("outlierDetection");
    }
    if (settings.healthCheckedService().isPresent()) {
      notWithForeign("healthChecking");
    }
  }

  private void notWithForeign(String setting) {
    found.add(
        "loadBalancing."
            + setting
            + " is set: policy "
            + settings.policy()
            + " of grpc-java has none; expected round_robin, least_request or fixed_weights");
  }

  private void weights() {
    boolean isWeighted = settings.policy().equals(LoadBalancing.WEIGHTED);
    Map<String, Integer> weights = settings.weights();
    if (isWeighted && weights.isEmpty()) {
      found.add(
          "loadBalancing.weights is empty: use LoadBalancing.weighted(…) with a weight for some host:port");
    }
    if (!isWeighted && !weights.isEmpty()) {
      found.add(
          "loadBalancing.weights is set: policy " + settings.policy() + " has none; use weighted");
    }
    new TreeMap<>(weights)
        .forEach(
            (key, weight) -> {
              problems.between("loadBalancing.weights[" + key + "]", weight, 1, 1000);
              if (!isHostAndPort(key)) {
                found.add("loadBalancing.weights names \"" + key + "\": expected host:port");
              }
            });
  }

  private static boolean isHostAndPort(String key) {
    Matcher matcher = HOST_AND_PORT.matcher(key);
    if (!matcher.matches()) {
      return false;
    }
    int port = Integer.parseInt(matcher.group(1));
    return port >= 1 && port <= 65_535;
  }

  private void connections() {
    problems.between(
        "loadBalancing.connectionsPerAddress", settings.connectionsPerAddress(), 1, 64);
  }

  private void outlierDetection(OutlierDetection detection) {
    String prefix = "loadBalancing.outlierDetection.";
    problems.positive(prefix + "interval", detection.interval());
    problems.positive(prefix + "baseEjection", detection.baseEjection());
    notBelow(
        prefix + "maxEjection",
        detection.maxEjection(),
        detection.baseEjection(),
        "baseEjection or more");
    problems.between(prefix + "maxEjectionPercent", detection.maxEjectionPercent(), 1, 100);
    problems.positive(prefix + "minCalls", detection.minCalls());
    if (!(detection.failureRatio() >= 0 && detection.failureRatio() <= 1)) {
      found.add(
          prefix
              + "failureRatio is "
              + detection.failureRatio()
              + ": expected a number from 0.0 to 1.0");
    }
    if (!(detection.slowFactor() > 1) || Double.isInfinite(detection.slowFactor())) {
      found.add(prefix + "slowFactor is " + detection.slowFactor() + ": expected a number above 1");
    }
    notAbove(prefix + "interval", detection.interval());
    notAbove(prefix + "maxEjection", detection.maxEjection());
    notAbove(prefix + "slowMargin", detection.slowMargin());
    notBelow(prefix + "slowMargin", detection.slowMargin(), Duration.ZERO, "zero or more");
  }

  private void notBelow(String name, Duration value, Duration least, String expected) {
    if (value.compareTo(least) < 0) {
      found.add(name + " is " + value + ": expected " + expected);
    }
  }

  /** Beyond 292 years nanoseconds overflow; within the channel that would be its end. */
  private void notAbove(String name, Duration value) {
    if (value.compareTo(LONGEST) > 0) {
      found.add(name + " is " + value + ": expected 365 days at most");
    }
  }

  private void healthChecking() {
    if (settings.healthCheckedService().isPresent()) {
      try {
        OptionalLibrary.using(HealthChecks.LIBRARY, HealthChecks::isAvailable);
      } catch (ConfigException e) {
        e.problems().forEach(problem -> found.add("loadBalancing.healthChecking: " + problem));
      }
    }
  }
}
