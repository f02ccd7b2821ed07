package dev.grapnel.client.config;

import dev.grapnel.client.config.ServiceConfig.Entry;
import dev.grapnel.core.config.Toggle;
import dev.grapnel.core.policy.RetryBudget;
import dev.grapnel.core.policy.RetryPolicy;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A service config as a client carries it out: checked, complete, and in the form that grpc-java
 * reads. Thread-safe; made by the client's builder.
 *
 * <p>A method's entry decides whether its calls are made again. Where it does not say, the client's
 * retry holds for all methods; where that is not set, calls of methods that may be repeated are
 * made up to three times while servers are UNAVAILABLE, and the others once.
 */
public final class CallPolicies {

  /** What holds for methods that may be repeated, unless anybody says otherwise. */
  private static final RetryPolicy DEFAULT_RETRY = RetryPolicy.onUnavailable(3);

  private final RepeatableMethods repeatableMethods;
  private final ServiceConfig config;
  private final Optional<RetryPolicy> retry;
  private final RetryBudget budget;
  private final Map<String, ?> repeatable;
  private final Map<String, ?> once;

  /** By the names of entries; empty if no entry has a time-out. */
  private final Map<String, Optional<Duration>> timeouts;

  private CallPolicies(
      ServiceConfig config,
      Optional<RetryPolicy> retry,
      RepeatableMethods repeatableMethods,
      RetryBudget budget) {
    this.config = config;
    this.retry = retry;
    this.repeatableMethods = repeatableMethods;
    this.budget = config.retryBudget().orElse(budget);
    repeatable = form(Toggle.ON, Toggle.OFF);
    once = form(Toggle.OFF, Toggle.OFF);
    timeouts = timeouts(config.entries());
  }

  /**
   * Checks a service config and the settings around it, and puts them together.
   *
   * @param config what holds for single services and methods
   * @param retry what holds for all other methods; empty: {@code RetryPolicy.onUnavailable(3)} for
   *     methods that may be repeated
   * @param repeatable methods and services whose calls may be repeated though their schema does not
   *     say so: {@code pkg.Service/Method} or {@code pkg.Service}
   * @param budget what bounds retries and hedges, unless the service config has a budget
   * @param problems what is wrong is added here; if anything is, the result must not be used
   * @return the policies
   */
  public static CallPolicies compile(
      ServiceConfig config,
      Optional<RetryPolicy> retry,
      Set<String> repeatable,
      RetryBudget budget,
      List<String> problems) {
    RepeatableMethods methods = new RepeatableMethods(repeatable);
    problems.addAll(config.problems());
    retry.ifPresent(policy -> problems.addAll(policy.problems("retry")));
    problems.addAll(methods.problems());
    problems.addAll(budget.problems("retryBudget"));
    for (Entry entry : config.entries()) {
      if (entry.config().hedging().isPresent() && !mayHedge(entry, methods)) {
        problems.add(
            entry.setting()
                + ".hedging is set, but nothing says that "
                + (Names.isMethod(entry.name()) ? "the method" : "each of its methods")
                + " may be called twice: "
                + advice(entry));
      }
    }
    return new CallPolicies(config, retry, methods, budget);
  }

  private static String advice(Entry entry) {
    return entry.name().isEmpty()
        ? "set hedging for a method or a service that may be repeated"
        : "declare idempotency_level in its .proto and set it for the MethodDescriptor, or name it"
            + " in repeatable(…)";
  }

  private static boolean mayHedge(Entry entry, RepeatableMethods methods) {
    return entry.method().isPresent()
        ? methods.contains(entry.method().get())
        : methods.isNamed(entry.name());
  }

  /**
   * Returns the config of methods that may be repeated, in grpc-java's form. It has no time-outs:
   * {@link #timeout} tells them.
   *
   * @return the service config
   */
  public Map<String, ?> repeatable() {
    return repeatable;
  }

  /**
   * Returns the config of all other methods, in grpc-java's form: without the default retry, and
   * without hedging.
   *
   * @return the service config
   */
  public Map<String, ?> once() {
    return once;
  }

  /**
   * Tells whether calling a method twice does no harm.
   *
   * @param method a method
   * @return whether its schema or the user says so
   */
  public boolean isRepeatable(MethodDescriptor<?, ?> method) {
    return repeatableMethods.contains(method);
  }

  /**
   * Tells how long a call of a method may take by the service config.
   *
   * @param method a method
   * @return the time; empty if it does not say
   */
  public Optional<Duration> timeout(MethodDescriptor<?, ?> method) {
    if (timeouts.isEmpty()) {
      return Optional.empty();
    }
    Optional<Duration> found = timeouts.get(method.getFullMethodName());
    if (found == null) {
      found = timeouts.get(String.valueOf(method.getServiceName()));
    }
    return found == null ? timeouts.getOrDefault("", Optional.empty()) : found;
  }

  /**
   * Describes what holds, as JSON: {@code configOfRepeatable} and {@code configOfOthers} in the
   * form of {@link ServiceConfig#toJson()} with the client's own retry in each entry, and {@code
   * repeatable}, the names that are known to be so by now.
   *
   * @return a document of several lines
   */
  public String describe() {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("configOfRepeatable", form(Toggle.ON, Toggle.ON));
    form.put("configOfOthers", form(Toggle.OFF, Toggle.ON));
    form.put("repeatable", repeatableMethods.known());
    return ServiceConfigWriter.json(form);
  }

  private Map<String, ?> form(Toggle isRepeatable, Toggle withTimeouts) {
    Optional<RetryPolicy> fallback =
        retry.or(() -> Optional.of(DEFAULT_RETRY).filter(policy -> isRepeatable.isOn()));
    return new ServiceConfigWriter(fallback, isRepeatable, withTimeouts)
        .form(config.entries(), Optional.of(budget));
  }

  private static Map<String, Optional<Duration>> timeouts(List<Entry> entries) {
    Map<String, Optional<Duration>> byName = new HashMap<>();
    if (entries.stream().anyMatch(entry -> entry.config().timeout().isPresent())) {
      entries.forEach(entry -> byName.put(entry.name(), entry.config().timeout()));
    }
    return byName;
  }
}
