package dev.grapnel.client.config;

import dev.grapnel.core.config.Problems;
import dev.grapnel.core.config.Toggle;
import dev.grapnel.core.policy.HedgingPolicy;
import dev.grapnel.core.policy.RetryPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What holds for the calls of a method, of a service or of all others. What is empty is as the
 * client's own settings say. Immutable; checked when the client is built.
 *
 * @param timeout how long a call may take, of every kind, counted anew for each call; above zero. A
 *     deadline of its stub holds where it is the earlier
 * @param waitForReady whether a call waits for a connection or fails at once where there is none;
 *     takes the place of what its stub says
 * @param retry when a call is made again; {@link RetryPolicy#none()}: never. Not together with
 *     {@code hedging}
 * @param hedging when a call is sent twice; only for methods that may be repeated
 * @param maxRequestBytes the largest message sent, above zero; a larger one is not sent, and
 *     grpc-java ends its call with CANCELLED and the sizes in the cause
 * @param maxResponseBytes the largest message taken in, above zero; takes the place of the client's
 *     {@code maxInboundMessageSize}. A larger one fails its call with RESOURCE_EXHAUSTED
 */
public record MethodConfig(
    Optional<Duration> timeout,
    Optional<Toggle> waitForReady,
    Optional<RetryPolicy> retry,
    Optional<HedgingPolicy> hedging,
    OptionalInt maxRequestBytes,
    OptionalInt maxResponseBytes) {

  /**
   * Begins one that leaves everything to the client's own settings.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /** What is wrong, in sentences that begin with the name of the setting. */
  List<String> problems(String setting) {
    List<String> found = new ArrayList<>();
    Problems problems = Problems.into(found);
    timeout.ifPresent(time -> problems.positive(setting + ".timeout", time));
    retry.ifPresent(policy -> found.addAll(policy.problems(setting + ".retry")));
    hedging.ifPresent(policy -> found.addAll(policy.problems(setting + ".hedging")));
    if (retry.isPresent() && hedging.isPresent()) {
      found.add(
          setting + " has retry and hedging: expected one of them, since a call cannot do both");
    }
    maxRequestBytes.ifPresent(size -> problems.positive(setting + ".maxRequestBytes", size));
    maxResponseBytes.ifPresent(size -> problems.positive(setting + ".maxResponseBytes", size));
    return found;
  }

  /** Builds a {@link MethodConfig}. Takes any value: the client's builder checks. */
  public static final class Builder {

    private Optional<Duration> timeout = Optional.empty();
    private Optional<Toggle> waitForReady = Optional.empty();
    private Optional<RetryPolicy> retry = Optional.empty();
    private Optional<HedgingPolicy> hedging = Optional.empty();
    private OptionalInt maxRequestBytes = OptionalInt.empty();
    private OptionalInt maxResponseBytes = OptionalInt.empty();

    private Builder() {}

    /**
     * Sets how long a call may take, streams included; default: the client's {@code timeout}, which
     * is for unary calls only.
     *
     * @param perCall above zero
     * @return this builder
     */
    public Builder timeout(Duration perCall) {
      timeout = Optional.of(perCall);
      return this;
    }

    /**
     * Sets whether a call waits, within its deadline, while there is no connection; default: as its
     * stub says.
     *
     * @param wait whether it does
     * @return this builder
     */
    public Builder waitForReady(Toggle wait) {
      waitForReady = Optional.of(wait);
      return this;
    }

    /**
     * Sets when a call is made again; default: as the client says.
     *
     * @param policy the policy; {@link RetryPolicy#none()}: never
     * @return this builder
     */
    public Builder retry(RetryPolicy policy) {
      retry = Optional.of(policy);
      return this;
    }

    /**
     * Sets when a call is sent a second time before the first has ended; default: never.
     *
     * @param policy the policy
     * @return this builder
     */
    public Builder hedging(HedgingPolicy policy) {
      hedging = Optional.of(policy);
      return this;
    }

    /**
     * Sets the largest message sent; default: no limit.
     *
     * @param bytes the size before compression, above zero
     * @return this builder
     */
    public Builder maxRequestBytes(int bytes) {
      maxRequestBytes = OptionalInt.of(bytes);
      return this;
    }

    /**
     * Sets the largest message taken in; default: the client's {@code maxInboundMessageSize}.
     *
     * @param bytes the size after decompression, above zero
     * @return this builder
     */
    public Builder maxResponseBytes(int bytes) {
      maxResponseBytes = OptionalInt.of(bytes);
      return this;
    }

    /**
     * Makes the value; may be called several times.
     *
     * @return what was set
     */
    public MethodConfig build() {
      return new MethodConfig(
          timeout, waitForReady, retry, hedging, maxRequestBytes, maxResponseBytes);
    }
  }
}
