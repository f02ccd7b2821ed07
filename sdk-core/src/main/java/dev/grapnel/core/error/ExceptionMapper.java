package dev.grapnel.core.error;

import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Says which status an exception of a handler becomes. What no rule names becomes INTERNAL with an
 * error id and nothing of the exception's text: messages of libraries are not written for
 * strangers. Immutable.
 *
 * <pre>{@code
 * ExceptionMapper.builder()
 *     .map(OutOfStock.class, Status.Code.FAILED_PRECONDITION, "not in stock")
 *     .build();
 * }</pre>
 */
public final class ExceptionMapper {

  private record Rule(Class<? extends Throwable> type, Function<Throwable, RpcException> mapping) {}

  private static final ExceptionMapper DEFAULTS = builder().build();

  private final List<Rule> rules;

  private ExceptionMapper(List<Rule> rules) {
    this.rules = List.copyOf(rules);
  }

  /**
   * Returns the mapper without rules of your own: exceptions that carry a status keep it, all
   * others are INTERNAL.
   *
   * @return the default mapper
   */
  public static ExceptionMapper defaults() {
    return DEFAULTS;
  }

  /**
   * Begins a mapper with rules.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns a mapper that asks these rules first and then those of another.
   *
   * @param other the mapper with the further rules
   * @return both together
   */
  public ExceptionMapper orElse(ExceptionMapper other) {
    List<Rule> both = new ArrayList<>(rules);
    both.addAll(other.rules);
    return new ExceptionMapper(both);
  }

  /**
   * Finds the status of an exception: that of an {@link RpcException}, else that of the first rule
   * whose type it is, else the one that a plain grpc-java status exception carries.
   *
   * <p>The last means that a failed call of the handler's own client goes on to its caller as it
   * is, as in all of grpc-java; catch it, or add a rule for {@link io.grpc.StatusRuntimeException},
   * where the caller must not see it.
   *
   * @param failure what a handler threw; wrappers of futures are taken off
   * @return the failure to send, or empty for an unexpected exception
   */
  public Optional<RpcException> find(Throwable failure) {
    Throwable unwrapped = RpcException.unwrap(failure);
    if (unwrapped instanceof RpcException chosen) {
      return Optional.of(chosen);
    }
    return rules.stream()
        .filter(rule -> rule.type().isInstance(unwrapped))
        .findFirst()
        .map(rule -> rule.mapping().apply(unwrapped))
        .or(() -> RpcException.find(unwrapped));
  }

  /** Builds an {@link ExceptionMapper}; the first rule that fits wins. Not thread-safe. */
  public static final class Builder {

    private final List<Rule> rules = new ArrayList<>();

    private Builder() {}

    /**
     * Maps a type of exception to a fixed status and text.
     *
     * @param type the exception; its subclasses too
     * @param code the status code
     * @param description the text for the client
     * @return this builder
     */
    public Builder map(Class<? extends Throwable> type, Status.Code code, String description) {
      return map(type, failure -> RpcException.of(code, description));
    }

    /**
     * Maps a type of exception by a function.
     *
     * @param <T> the exception
     * @param type the exception; its subclasses too
     * @param mapping makes the failure to send; what it contains reaches the client
     * @return this builder
     */
    public <T extends Throwable> Builder map(
        Class<T> type, Function<? super T, RpcException> mapping) {
      rules.add(new Rule(type, failure -> mapping.apply(type.cast(failure))));
      return this;
    }

    /**
     * Builds the mapper.
     *
     * @return the mapper
     */
    public ExceptionMapper build() {
      return new ExceptionMapper(rules);
    }
  }
}
