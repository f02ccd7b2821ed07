package dev.grapnel.client.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.core.config.ConfigException;
import dev.grapnel.core.config.Toggle;
import dev.grapnel.core.policy.Backoff;
import dev.grapnel.core.policy.HedgingPolicy;
import dev.grapnel.core.policy.RetryBudget;
import dev.grapnel.core.policy.RetryPolicy;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.arbitraries.SetArbitrary;

class ServiceConfigPropertyTest {

  private static final List<String> NAMES = List.of("", "a.S", "a.T", "a.S/X", "a.S/Y", "a.T/X");

  @Property(tries = 300)
  void whatIsWrittenIsReadAgain(@ForAll("configs") ServiceConfig config) {
    ServiceConfig again = ServiceConfig.fromJson(config.toJson());

    assertThat(again.entries()).isEqualTo(config.entries());
    assertThat(again.retryBudget()).isEqualTo(config.retryBudget());
    assertThat(again).hasToString(config.toString());
  }

  @Property(tries = 100)
  void grpcJavaTakesWhatIsFoundRight(@ForAll("configs") ServiceConfig config) {
    CallPolicies policies = compile(config);

    for (Map<String, ?> form : List.of(policies.repeatable(), policies.once())) {
      Grpc.newChannelBuilder("127.0.0.1:1", InsecureChannelCredentials.create())
          .defaultServiceConfig(form)
          .build()
          .shutdownNow();
    }
  }

  @Property(tries = 200)
  void theMostSpecificEntryHoldsAlone(@ForAll("configs") ServiceConfig config) {
    CallPolicies policies = compile(config);

    for (String method : List.of("a.S/X", "a.S/Y", "a.T/X", "a.T/Y", "a.U/X")) {
      Optional<ServiceConfig.Entry> expected =
          named(config, method)
              .or(() -> named(config, method.substring(0, 3)))
              .or(() -> named(config, ""));

      assertThat(policies.timeout(Things.method(method).build()))
          .isEqualTo(expected.flatMap(entry -> entry.config().timeout()));
    }
  }

  @Property(tries = 200)
  void noTextCrashesTheReader(@ForAll String text) {
    for (String json : List.of(text, "{\"methodConfig\": [" + text + "]}", '"' + text + '"')) {
      try {
        assertThat(ServiceConfig.fromJson(json).problems()).isEmpty();
      } catch (ConfigException refused) {
        assertThat(refused.problems()).isNotEmpty();
      }
    }
  }

  private static Optional<ServiceConfig.Entry> named(ServiceConfig config, String name) {
    return config.entries().stream().filter(entry -> entry.name().equals(name)).findFirst();
  }

  private static CallPolicies compile(ServiceConfig config) {
    List<String> problems = new ArrayList<>();
    CallPolicies policies =
        CallPolicies.compile(config, Optional.empty(), Set.of(), RetryBudget.DEFAULT, problems);
    assertThat(problems).allSatisfy(text -> assertThat(text).contains(".hedging is set, but"));
    return policies;
  }

  @Provide
  Arbitrary<ServiceConfig> configs() {
    Arbitrary<List<String>> names =
        Arbitraries.of(NAMES).list().uniqueElements().ofMaxSize(NAMES.size());
    Arbitrary<List<MethodConfig>> configs = methodConfigs().list().ofSize(NAMES.size());
    Arbitrary<Optional<RetryBudget>> budgets =
        Combinators.combine(
                Arbitraries.integers().between(1, 1000),
                Arbitraries.integers().between(1, 1_000_000).map(ratio -> ratio / 1000.0))
            .as(RetryBudget::new)
            .optional();
    return Combinators.combine(names, configs, budgets).as(ServiceConfigPropertyTest::config);
  }

  private static ServiceConfig config(
      List<String> names, List<MethodConfig> configs, Optional<RetryBudget> budget) {
    ServiceConfig.Builder builder = ServiceConfig.builder();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      if (name.isEmpty()) {
        builder.defaults(configs.get(i));
      } else if (name.contains("/")) {
        builder.method(name, configs.get(i));
      } else {
        builder.service(name, configs.get(i));
      }
    }
    budget.ifPresent(builder::retryBudget);
    return builder.build();
  }

  private static Arbitrary<MethodConfig> methodConfigs() {
    return Combinators.combine(
            times(1).optional(),
            Arbitraries.of(Toggle.class).optional(),
            retries().optional(),
            hedges().optional(),
            sizes(),
            sizes())
        .as(
            (timeout, wait, retry, hedging, request, response) ->
                new MethodConfig(
                    timeout,
                    wait,
                    retry,
                    retry.isPresent() ? Optional.empty() : hedging,
                    request,
                    response));
  }

  private static Arbitrary<RetryPolicy> retries() {
    Arbitrary<Backoff> backoffs =
        Combinators.combine(times(1), times(0), Arbitraries.doubles().between(1, 1e9))
            .as((initial, more, factor) -> new Backoff(initial, initial.plus(more), factor));
    return Combinators.combine(attempts(), backoffs, codes().ofMinSize(1)).as(RetryPolicy::new);
  }

  private static Arbitrary<HedgingPolicy> hedges() {
    return Combinators.combine(attempts(), times(0), codes().ofMinSize(0)).as(HedgingPolicy::new);
  }

  private static SetArbitrary<Status.Code> codes() {
    return Arbitraries.of(
            Status.Code.UNAVAILABLE, Status.Code.ABORTED, Status.Code.UNKNOWN, Status.Code.INTERNAL)
        .set();
  }

  private static Arbitrary<Integer> attempts() {
    return Arbitraries.integers().between(2, 5);
  }

  private static Arbitrary<Duration> times(long least) {
    return Arbitraries.longs().between(least, 1_000_000_000_000_000_000L).map(Duration::ofNanos);
  }

  private static Arbitrary<OptionalInt> sizes() {
    return Arbitraries.integers()
        .between(1, Integer.MAX_VALUE)
        .optional()
        .map(size -> size.map(OptionalInt::of).orElse(OptionalInt.empty()));
  }
}
