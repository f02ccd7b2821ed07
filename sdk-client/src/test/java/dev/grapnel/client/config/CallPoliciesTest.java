package dev.grapnel.client.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.core.policy.HedgingPolicy;
import dev.grapnel.core.policy.RetryBudget;
import dev.grapnel.core.policy.RetryPolicy;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CallPoliciesTest {

  private static final MethodConfig HEDGED =
      MethodConfig.builder().hedging(HedgingPolicy.after(3, Duration.ofMillis(50))).build();

  private final List<String> problems = new ArrayList<>();

  @Test
  void theSchemaSaysWhatMayBeRepeated() {
    CallPolicies policies = compile(ServiceConfig.builder(), Set.of());

    for (int i = 0; i < 2; i++) {
      assertThat(policies.isRepeatable(Things.GET)).isTrue();
      assertThat(policies.isRepeatable(Things.REPLACE)).isTrue();
      assertThat(policies.isRepeatable(Things.ADD)).isFalse();
    }
    assertThat(policies.isRepeatable(Things.method("a.B/C").setIdempotent(true).build())).isTrue();
    assertThat(policies.isRepeatable(Things.method("a.B/C").setSafe(true).build())).isTrue();
    assertThat(policies.isRepeatable(Things.method("a.B/C").build())).isFalse();
  }

  @Test
  void theUserNamesMethodsAndServices() {
    CallPolicies policies = compile(ServiceConfig.builder(), Set.of("test.Things/Add", "a.B"));

    assertThat(policies.isRepeatable(Things.ADD)).isTrue();
    assertThat(policies.isRepeatable(Things.method("a.B/Any").build())).isTrue();
    assertThat(policies.isRepeatable(Things.method("a.Bee/Any").build())).isFalse();
  }

  @Test
  void manyDescriptorsOfADynamicClientAreNotKept() {
    CallPolicies policies = compile(ServiceConfig.builder(), Set.of("a.B"));

    for (int i = 0; i < 5000; i++) {
      assertThat(policies.isRepeatable(Things.method("a.B/M" + i).build())).isTrue();
    }

    assertThat(policies.describe().lines().filter(line -> line.contains("a.B/M")).count())
        .isLessThanOrEqualTo(1024);
    assertThat(policies.isRepeatable(Things.ADD)).isFalse();
  }

  @Test
  void methodsThatMayBeRepeatedMayBeHedged() {
    compile(
        ServiceConfig.builder()
            .method(Things.GET, HEDGED)
            .method("test.Things/Add", HEDGED)
            .service("a.B", HEDGED)
            .method("a.B/C", HEDGED),
        Set.of("test.Things/Add", "a.B"));

    assertThat(problems).isEmpty();
  }

  @Test
  void noOthersMay() {
    CallPolicies policies =
        compile(
            ServiceConfig.builder()
                .method(Things.ADD, HEDGED)
                .method("test.Things/Get", HEDGED)
                .service("test.Things", HEDGED)
                .defaults(HEDGED),
            Set.of("test.Things/Replace"));

    String expected =
        " may be called twice: declare idempotency_level in its .proto and set it for the"
            + " MethodDescriptor, or name it in repeatable(…)";
    assertThat(problems)
        .containsExactly(
            "serviceConfig.method(test.Things/Add).hedging is set, but nothing says that the method"
                + expected,
            "serviceConfig.method(test.Things/Get).hedging is set, but nothing says that the method"
                + expected,
            "serviceConfig.service(test.Things).hedging is set, but nothing says that each of its"
                + " methods"
                + expected,
            "serviceConfig.defaults.hedging is set, but nothing says that each of its methods"
                + " may be called twice: set hedging for a method or a service that may be repeated");
    assertThat(policies.once().toString()).doesNotContain("hedgingPolicy");
  }

  @Test
  void allProblemsComeTogether() {
    CallPolicies.compile(
        ServiceConfig.builder()
            .method("Get", HEDGED)
            .service("a/B", MethodConfig.builder().timeout(Duration.ZERO).build())
            .service("a.C", MethodConfig.builder().maxRequestBytes(0).build())
            .service("a.C", MethodConfig.builder().maxResponseBytes(-1).build())
            .method(
                "a.C/D",
                MethodConfig.builder()
                    .retry(RetryPolicy.onUnavailable(7))
                    .hedging(HedgingPolicy.after(2, Duration.ZERO))
                    .build())
            .retryBudget(new RetryBudget(0, 1))
            .build(),
        Optional.of(RetryPolicy.on(3, Status.Code.NOT_FOUND)),
        Set.of("a.C/D", "a b"),
        new RetryBudget(5000, 0.1),
        problems);

    assertThat(problems)
        .anySatisfy(text -> assertThat(text).startsWith("serviceConfig.method(Get): expected a"))
        .anySatisfy(text -> assertThat(text).startsWith("serviceConfig.service(a/B): expected a"))
        .contains(
            "serviceConfig.service(a.C) is set twice: expected one entry",
            "serviceConfig.service(a.C).maxRequestBytes is 0: expected a number above zero",
            "serviceConfig.service(a.C).maxResponseBytes is -1: expected a number above zero",
            "serviceConfig.method(a.C/D).retry.attempts is 7: expected a number from 2 to 5",
            "serviceConfig.method(a.C/D) has retry and hedging: expected one of them, since a call"
                + " cannot do both",
            "serviceConfig.retryBudget.tokens is 0: expected a number from 1 to 1000",
            "retryBudget.tokens is 5000: expected a number from 1 to 1000",
            "repeatable has \"a b\": expected a full name such as crypto.CryptoService or"
                + " crypto.CryptoService/GetCoin")
        .anySatisfy(text -> assertThat(text).startsWith("retry.codes has NOT_FOUND"));
  }

  @Test
  void timeoutsAreNotLeftToGrpcJava() {
    CallPolicies policies =
        compile(
            ServiceConfig.builder()
                .defaults(MethodConfig.builder().timeout(Duration.ofSeconds(9)).build())
                .service(
                    "test.Things", MethodConfig.builder().timeout(Duration.ofSeconds(2)).build())
                .method(Things.ADD, MethodConfig.builder().maxRequestBytes(9).build()),
            Set.of());

    assertThat(policies.timeout(Things.GET)).contains(Duration.ofSeconds(2));
    assertThat(policies.timeout(Things.ADD)).isEmpty();
    assertThat(policies.timeout(Things.method("a.B/C").build())).contains(Duration.ofSeconds(9));
    assertThat(policies.repeatable().toString() + policies.once()).doesNotContain("timeout");
  }

  @Test
  void itsOwnBudgetGoesBeforeTheClients() {
    ServiceConfig own = ServiceConfig.builder().retryBudget(new RetryBudget(8, 0.5)).build();

    assertThat(compile(ServiceConfig.builder(), Set.of()).once())
        .isEqualTo(Map.of("retryThrottling", Map.of("maxTokens", 100.0, "tokenRatio", 0.1)));
    assertThat(
            CallPolicies.compile(own, Optional.empty(), Set.of(), RetryBudget.DEFAULT, problems)
                .once())
        .isEqualTo(Map.of("retryThrottling", Map.of("maxTokens", 8.0, "tokenRatio", 0.5)));
  }

  @Test
  void whatHoldsCanBeRead() {
    MethodDescriptor<String, String> seen = Things.GET;
    CallPolicies policies =
        compile(
            ServiceConfig.builder()
                .method(
                    Things.ADD, MethodConfig.builder().timeout(Duration.ofMillis(1500)).build()),
            Set.of("a.B"));
    assertThat(policies.isRepeatable(seen)).isTrue();

    assertThat(policies.describe())
        .isEqualToIgnoringWhitespace(
            """
            { "configOfRepeatable": {
                "methodConfig": [
                  { "name": [{ "service": "test.Things", "method": "Add" }],
                    "timeout": "1.5s",
                    "retryPolicy": {
                      "maxAttempts": 3, "initialBackoff": "0.05s", "maxBackoff": "1s",
                      "backoffMultiplier": 2, "retryableStatusCodes": ["UNAVAILABLE"] } },
                  { "name": [{}],
                    "retryPolicy": {
                      "maxAttempts": 3, "initialBackoff": "0.05s", "maxBackoff": "1s",
                      "backoffMultiplier": 2, "retryableStatusCodes": ["UNAVAILABLE"] } }],
                "retryThrottling": { "maxTokens": 100, "tokenRatio": 0.1 } },
              "configOfOthers": {
                "methodConfig": [
                  { "name": [{ "service": "test.Things", "method": "Add" }],
                    "timeout": "1.5s" }],
                "retryThrottling": { "maxTokens": 100, "tokenRatio": 0.1 } },
              "repeatable": ["a.B", "test.Things/Get"] }
            """);
  }

  private CallPolicies compile(ServiceConfig.Builder config, Set<String> repeatable) {
    return CallPolicies.compile(
        config.build(), Optional.empty(), repeatable, RetryBudget.DEFAULT, problems);
  }
}
