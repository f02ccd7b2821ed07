package dev.grapnel.client.balancing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadBalancingTest {

  @Test
  void acceptsWhatItMakes() {
    assertThat(problems(LoadBalancing.roundRobin().connectionsPerAddress(64))).isEmpty();
    assertThat(problems(LoadBalancing.leastRequest().healthChecking(""))).isEmpty();
    assertThat(problems(LoadBalancing.pickFirst())).isEmpty();
    assertThat(problems(LoadBalancing.of("round_robin").withoutOutlierDetection())).isEmpty();
    assertThat(problems(LoadBalancing.weighted(Map.of("a.test:1", 1, "[::1]:65535", 1000))))
        .isEmpty();
  }

  @Test
  void namesAnUnknownPolicy() {
    assertThat(problems(LoadBalancing.of("rund_robin")))
        .containsExactly(
            "loadBalancing.policy is \"rund_robin\": expected round_robin, least_request,"
                + " fixed_weights with weights, pick_first or one that is registered with"
                + " grpc-java");
    assertThat(problems(LoadBalancing.of(ConnectionWatch.policy()))).hasSize(1);
  }

  /** With one, the channel would end in a panic as soon as it has addresses. */
  @ParameterizedTest
  @ValueSource(strings = {"outlier_detection_experimental", "random_subsetting_experimental"})
  void refusesPoliciesThatNeedAConfiguration(String policy) {
    assertThat(problems(LoadBalancing.of(policy)))
        .singleElement(STRING)
        .startsWith("loadBalancing.policy is \"" + policy + "\": it cannot do without a");
  }

  @Test
  void refusesTimesThatNanosecondsCannotTell() {
    Duration forever = ChronoUnit.FOREVER.getDuration();
    OutlierDetection detection =
        new OutlierDetection(forever, forever, forever, 50, 10, 0.2, 5, forever);

    assertThat(problems(LoadBalancing.roundRobin().outlierDetection(detection)))
        .hasSize(3)
        .allSatisfy(problem -> assertThat(problem).endsWith("expected 365 days at most"));
  }

  @Test
  void checksNumbers() {
    assertThat(problems(LoadBalancing.roundRobin().connectionsPerAddress(0)))
        .containsExactly(
            "loadBalancing.connectionsPerAddress is 0: expected a number from 1 to 64");
    assertThat(
            problems(
                LoadBalancing.roundRobin()
                    .outlierDetection(
                        new OutlierDetection(
                            Duration.ZERO,
                            Duration.ofSeconds(9),
                            Duration.ofSeconds(3),
                            101,
                            0,
                            Double.NaN,
                            1,
                            Duration.ofMillis(-1)))))
        .containsExactly(
            "loadBalancing.outlierDetection.interval is PT0S: expected a time above zero",
            "loadBalancing.outlierDetection.maxEjection is PT3S: expected baseEjection or more",
            "loadBalancing.outlierDetection.maxEjectionPercent is 101: expected a number from 1 to"
                + " 100",
            "loadBalancing.outlierDetection.minCalls is 0: expected a number above zero",
            "loadBalancing.outlierDetection.failureRatio is NaN: expected a number from 0.0 to 1.0",
            "loadBalancing.outlierDetection.slowFactor is 1.0: expected a number above 1",
            "loadBalancing.outlierDetection.slowMargin is PT-0.001S: expected zero or more");
  }

  @Test
  void checksWeights() {
    assertThat(problems(LoadBalancing.of("fixed_weights")))
        .containsExactly(
            "loadBalancing.weights is empty: use LoadBalancing.weighted(…) with a weight for some"
                + " host:port");
    assertThat(problems(LoadBalancing.weighted(Map.of("a.test:1", 1001))))
        .containsExactly(
            "loadBalancing.weights[a.test:1] is 1001: expected a number from 1 to 1000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a.test", "a.test:0", "a.test:65536", "a b:1", "::1:1", ":1"})
  void refusesNamesThatAreNotHostAndPort(String name) {
    assertThat(problems(LoadBalancing.weighted(Map.of(name, 1))))
        .containsExactly("loadBalancing.weights names \"" + name + "\": expected host:port");
  }

  @Test
  void refusesWhatAPolicyOfGrpcJavaDoesNotHave() {
    LoadBalancing settings =
        LoadBalancing.pickFirst()
            .connectionsPerAddress(2)
            .outlierDetection(OutlierDetection.DEFAULT)
            .healthChecking("");

    assertThat(problems(settings))
        .hasSize(3)
        .allSatisfy(
            problem ->
                assertThat(problem)
                    .contains("policy pick_first of grpc-java")
                    .endsWith("expected round_robin, least_request or fixed_weights"));
  }

  private static List<String> problems(LoadBalancing settings) {
    List<String> problems = new ArrayList<>();
    settings.problems(problems);
    return problems;
  }
}
