package dev.grapnel.client.config;

import dev.grapnel.core.config.ConfigException;
import dev.grapnel.core.policy.RetryBudget;
import io.grpc.MethodDescriptor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What holds for single services and methods: gRPC's service config. Of several entries that fit a
 * method the most specific holds alone (the method's, else its service's, else the defaults):
 * nothing of the others is mixed in, and what it leaves open is as the client's own settings say.
 *
 * <pre>{@code
 * ServiceConfig config = ServiceConfig.builder()
 *     .service("crypto.CryptoService",
 *         MethodConfig.builder().timeout(Duration.ofSeconds(2)).build())
 *     .method(CryptoServiceGrpc.getGetCoinMethod(),
 *         MethodConfig.builder().hedging(HedgingPolicy.after(3, Duration.ofMillis(50))).build())
 *     .build();
 * }</pre>
 *
 * <p>Immutable. Values are checked when the client is built, together with its other settings; a
 * document is checked when it is read.
 */
public final class ServiceConfig {

  /**
   * One entry.
   *
   * @param name a method as {@code pkg.Service/Method}, a service as {@code pkg.Service}, or empty:
   *     all others
   * @param method the method where it was not given by name alone
   */
  record Entry(String name, Optional<MethodDescriptor<?, ?>> method, MethodConfig config) {

    String setting() {
      if (name.isEmpty()) {
        return "serviceConfig.defaults";
      }
      return "serviceConfig." + (Names.isMethod(name) ? "method(" : "service(") + name + ")";
    }
  }

  private final List<Entry> entries;
  private final Optional<RetryBudget> retryBudget;
  private final List<String> malformed;

  ServiceConfig(List<Entry> entries, Optional<RetryBudget> retryBudget, List<String> malformed) {
    this.entries = List.copyOf(entries);
    this.retryBudget = retryBudget;
    this.malformed = List.copyOf(malformed);
  }

  /**
   * Begins one without entries.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Reads gRPC's standard form, {@code grpc.service_config.ServiceConfig} as JSON: {@code
   * methodConfig} with {@code name}, {@code timeout}, {@code waitForReady}, {@code retryPolicy},
   * {@code hedgingPolicy}, {@code maxRequestMessageBytes} and {@code maxResponseMessageBytes}, and
   * {@code retryThrottling}. Status codes are names in any case, or numbers. What it does not know
   * it refuses, load balancing and health checks too: those are settings of the client.
   *
   * @param json the document
   * @return what it says
   * @throws ConfigException if anything in it is malformed or out of range; tells all of it, each
   *     with its place; a retry or hedging policy with a value that cannot be read is not looked at
   *     any further
   */
  public static ServiceConfig fromJson(String json) {
    List<String> problems = new ArrayList<>();
    ServiceConfig config = ServiceConfigReader.read(json, problems);
    ConfigException.throwIfAny(
        problems.stream().map(problem -> "service config: " + problem).toList());
    return config;
  }

  /**
   * Reads a file in the form of {@link #fromJson(String)}, once.
   *
   * @param file a file in UTF-8
   * @return what it says
   * @throws ConfigException if it cannot be read, or as {@link #fromJson(String)}
   */
  public static ServiceConfig load(Path file) {
    List<String> problems = new ArrayList<>();
    ServiceConfig config = ServiceConfigReader.read(file, problems);
    ConfigException.throwIfAny(
        problems.stream().map(problem -> "service config " + file + ": " + problem).toList());
    return config;
  }

  /**
   * Writes the form that {@link #fromJson(String)} reads, in the order of the entries. {@link
   * dev.grapnel.core.policy.RetryPolicy#none()} has no word in it and is left out.
   *
   * @return the document, of several lines
   */
  public String toJson() {
    return ServiceConfigWriter.complete().json(this);
  }

  /**
   * Returns what bounds retries and hedges.
   *
   * @return the budget; empty: the client's own
   */
  public Optional<RetryBudget> retryBudget() {
    return retryBudget;
  }

  List<Entry> entries() {
    return entries;
  }

  /** What is wrong, in sentences that begin with the names of settings. */
  List<String> problems() {
    List<String> found = new ArrayList<>(malformed);
    Set<String> seen = new HashSet<>();
    for (Entry entry : entries) {
      if (!seen.add(entry.name())) {
        found.add(entry.setting() + " is set twice: expected one entry");
      }
      found.addAll(entry.config().problems(entry.setting()));
    }
    retryBudget.ifPresent(budget -> found.addAll(budget.problems("serviceConfig.retryBudget")));
    return found;
  }

  /**
   * Describes it for people.
   *
   * @return {@link #toJson()}
   */
  @Override
  public String toString() {
    return toJson();
  }

  /** Builds a {@link ServiceConfig}. Takes any value: the client's builder checks. */
  public static final class Builder {

    private final List<Entry> entries = new ArrayList<>();
    private final List<String> malformed = new ArrayList<>();
    private Optional<RetryBudget> retryBudget = Optional.empty();

    private Builder() {}

    /**
     * Adds what holds for the methods of a service that have no entry of their own.
     *
     * @param name the full name of the service, for example {@code crypto.CryptoService}
     * @param config what holds
     * @return this builder
     */
    public Builder service(String name, MethodConfig config) {
      if (!Names.isService(name)) {
        malformed.add(
            "serviceConfig.service(%s): expected a full name such as crypto.CryptoService"
                .formatted(name));
      }
      return add(name, Optional.empty(), config);
    }

    /**
     * Adds what holds for a method.
     *
     * @param method the method, of generated code
     * @param config what holds
     * @return this builder
     */
    public Builder method(MethodDescriptor<?, ?> method, MethodConfig config) {
      return add(method.getFullMethodName(), Optional.of(method), config);
    }

    /**
     * Adds what holds for a method.
     *
     * @param name the full name of the method, for example {@code crypto.CryptoService/GetCoin}
     * @param config what holds
     * @return this builder
     */
    public Builder method(String name, MethodConfig config) {
      if (!Names.isMethod(name)) {
        malformed.add(
            "serviceConfig.method(%s): expected a full name such as crypto.CryptoService/GetCoin"
                .formatted(name));
      }
      return add(name, Optional.empty(), config);
    }

    /**
     * Adds what holds for all methods without an entry of their own or of their service.
     *
     * @param config what holds
     * @return this builder
     */
    public Builder defaults(MethodConfig config) {
      return add("", Optional.empty(), config);
    }

    /**
     * Bounds retries and hedges of the whole client; default: the client's own budget.
     *
     * @param budget the budget
     * @return this builder
     */
    public Builder retryBudget(RetryBudget budget) {
      retryBudget = Optional.of(budget);
      return this;
    }

    /**
     * Makes the value; may be called several times.
     *
     * @return what was added
     */
    public ServiceConfig build() {
      return new ServiceConfig(entries, retryBudget, malformed);
    }

    private Builder add(String name, Optional<MethodDescriptor<?, ?>> method, MethodConfig config) {
      entries.add(new Entry(name, method, config));
      return this;
    }
  }
}
