package dev.grapnel.interceptors.validation;

import dev.grapnel.core.call.ServerAwareInterceptor;
import dev.grapnel.core.config.ConfigException;
import dev.grapnel.core.config.Toggle;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks every request message, also each one of a stream, before the handler sees it.
 *
 * <pre>{@code
 * ValidationInterceptor.protovalidate()        // rules in the schema
 *
 * ValidationInterceptor.builder()              // rules in Java
 *     .addValidator(
 *         CreateUserRequest.class,
 *         (request, violations) ->
 *             violations.check(!request.getName().isEmpty(), "name", "must not be empty"))
 *     .build();
 * }</pre>
 *
 * <p>A bad message ends the call with INVALID_ARGUMENT and a BadRequest that names each bad field
 * by its path: up to {@code maxViolations}, and up to about 3 KiB, so that clients can take the
 * trailers in. Java validators see only messages that keep the rules of the schema. Of a message of
 * more than 4 KiB that breaks such a rule only the first violation is looked for.
 *
 * <p>The handler gets neither the bad message nor the end of the requests nor anything that
 * follows: its listener is told {@code onCancel} once, to release what it holds (a {@code
 * StreamObserver} of requests gets {@code onError}), and what it still sends goes nowhere. Messages
 * of a stream that came before were handled.
 *
 * <p>If a check itself fails, the message does not pass: the call ends as if the handler had thrown
 * that exception, usually with INTERNAL, and the logger {@code grpc.error} tells why. Rules of
 * protovalidate are compiled when a Grapnel server is built, which does not start if they do not
 * compile; with plain grpc-java they are compiled by the first message, unless you ask for {@link
 * #problems}. Thread-safe.
 */
public final class ValidationInterceptor implements ServerAwareInterceptor {

  /** How many violations are told unless told otherwise: 20. */
  public static final int DEFAULT_MAX_VIOLATIONS = 20;

  private final RequestChecks checks;

  private ValidationInterceptor(RequestChecks checks) {
    this.checks = checks;
  }

  /**
   * Checks the rules that stand in the schema as options of {@code buf/validate/validate.proto}.
   *
   * @return the interceptor
   * @throws ConfigException if {@code build.buf:protovalidate} is not on the class path
   */
  public static ValidationInterceptor protovalidate() {
    return builder().protovalidate().build();
  }

  /**
   * Begins an interceptor that checks nothing yet.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Compiles the rules of all request types of the services, which takes about a second.
   *
   * @param services the services
   * @return the rules that do not compile, with message and field
   */
  @Override
  public List<String> problems(List<ServerServiceDefinition> services) {
    SchemaRules rules = checks.rules();
    return rules == null ? List.of() : rules.problems(RequestTypes.of(services));
  }

  @Override
  public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
      ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
    ValidatedCall<ReqT, RespT> validated = new ValidatedCall<>(call);
    return new ValidatingListener<>(next.startCall(validated, headers), validated, checks);
  }

  /** Builds a {@link ValidationInterceptor}. Not thread-safe. */
  public static final class Builder {

    private static final int MOST_VIOLATIONS = 1000;

    private final Map<Class<?>, List<RequestValidator<Object>>> validators = new HashMap<>();
    private Toggle schemaRules = Toggle.OFF;
    private int maxViolations = DEFAULT_MAX_VIOLATIONS;

    private Builder() {}

    /**
     * Adds a check for one type of request. All of a type run, in the order they were added, and
     * all that they note is told.
     *
     * @param <T> the type of request
     * @param type its class; exactly that, no subclasses
     * @param validator the check
     * @return this builder
     */
    public <T> Builder addValidator(Class<T> type, RequestValidator<? super T> validator) {
      validators
          .computeIfAbsent(type, absent -> new ArrayList<>())
          .add((request, violations) -> validator.validate(type.cast(request), violations));
      return this;
    }

    /**
     * Checks the rules in the schema as well, before the validators.
     *
     * @return this builder
     */
    public Builder protovalidate() {
      schemaRules = Toggle.ON;
      return this;
    }

    /**
     * Says how many violations are told at most.
     *
     * @param most 1 to 1000; by default {@value ValidationInterceptor#DEFAULT_MAX_VIOLATIONS}
     * @return this builder
     */
    public Builder maxViolations(int most) {
      maxViolations = most;
      return this;
    }

    /**
     * Builds the interceptor.
     *
     * @return the interceptor
     * @throws ConfigException if it would check nothing, a value is out of range, or protovalidate
     *     is chosen and {@code build.buf:protovalidate} is not on the class path
     */
    public ValidationInterceptor build() {
      List<String> problems = new ArrayList<>();
      if (validators.isEmpty() && !schemaRules.isOn()) {
        problems.add("nothing would be validated: expected protovalidate() or addValidator(...)");
      }
      if (maxViolations < 1 || maxViolations > MOST_VIOLATIONS) {
        problems.add("maxViolations is " + maxViolations + ": expected 1 to " + MOST_VIOLATIONS);
      }
      SchemaRules rules = schemaRules.isOn() ? rules(problems) : null;
      ConfigException.throwIfAny(problems);
      Map<Class<?>, List<RequestValidator<Object>>> copy = new HashMap<>();
      validators.forEach((type, ofType) -> copy.put(type, List.copyOf(ofType)));
      return new ValidationInterceptor(new RequestChecks(Map.copyOf(copy), rules, maxViolations));
    }

    private static @Nullable SchemaRules rules(List<String> problems) {
      try {
        return new Protovalidate();
      } catch (NoClassDefFoundError notThere) {
        problems.add(
            "protovalidate() needs build.buf:protovalidate on the class path: "
                + notThere.getMessage()
                + " was not found");
        return null;
      }
    }
  }
}
