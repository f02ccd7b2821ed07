package dev.grapnel.interceptors.errors;

import dev.grapnel.core.call.CallContext;
import dev.grapnel.core.call.CallScopeInterceptor;
import dev.grapnel.core.call.ServerAwareInterceptor;
import dev.grapnel.core.config.ConfigException;
import dev.grapnel.core.error.ExceptionMapper;
import dev.grapnel.core.error.RpcException;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Gives failures their typed details, on the server and on the client.
 *
 * <pre>{@code
 * ErrorInterceptor errors =
 *     ErrorInterceptor.builder()
 *         .domain("notes.example.com")
 *         .retryDelay(Status.Code.UNAVAILABLE, Duration.ofSeconds(1))
 *         .build();
 * }</pre>
 *
 * <p>On a server: every status but OK gets the google.rpc details it lacks. These are ErrorInfo,
 * RequestInfo with the request id and the trace, and RetryInfo where a delay is configured. Details
 * that are there stay first and as they are, and so does the text; a {@code
 * grpc-status-details-bin} that cannot be parsed, or belongs to another status, is left alone. The
 * details are kept to what fits into the 8 KiB of metadata that clients take: the added ones are
 * dropped first, then the last ones of the handler, which a warning of the logger {@code
 * grpc.error} tells. Put it first: it completes what comes from further in.
 *
 * <p>In a plain grpc-java server it also does what a Grapnel server does by itself: the call has a
 * {@code CallContext}, and an exception of any callback closes it once, with the status of the
 * {@link ExceptionMapper}; the text of an unexpected one goes to the log and never leaves. There it
 * has to be the outermost interceptor, which grpc-java's builders take last.
 *
 * <p>On a client: a failed call has an {@link RpcException} with its details as the cause of what
 * stubs throw, of futures and of {@code StreamObserver.onError}. grpc-java makes those exceptions
 * itself, so no interceptor can put another type in their place; {@link #call(Supplier)} can.
 * {@link #origin(Throwable)} tells who failed. Put it first, so that it sees how the call ends
 * after retries.
 *
 * <p>For all call kinds. Cancellation and deadlines pass through untouched. Thread-safe.
 */
public final class ErrorInterceptor implements ServerAwareInterceptor, ClientInterceptor {

  /** How many causes of an exception are looked at; more are a loop. */
  private static final int DEEPEST = 50;

  private final StandardDetails details;
  private final @Nullable ExceptionMapper ownMapper;
  private final CallScopeInterceptor scopes;

  private ErrorInterceptor(Builder builder) {
    details = new StandardDetails(builder.domain, builder.reasons, builder.retryDelays);
    ownMapper = builder.mapper;
    scopes =
        CallScopeInterceptor.create(ownMapper == null ? ExceptionMapper.defaults() : ownMapper);
  }

  /**
   * Creates the interceptor with the defaults: the name of the status code as reason, the name of
   * the service as domain, no retry delays.
   *
   * @return the interceptor
   */
  public static ErrorInterceptor create() {
    return builder().build();
  }

  /**
   * Creates the interceptor for a plain grpc-java server whose exceptions are mapped.
   *
   * @param mapper says which exception becomes which status
   * @return the interceptor
   */
  public static ErrorInterceptor of(ExceptionMapper mapper) {
    return builder().exceptionMapper(mapper).build();
  }

  /**
   * Begins an interceptor with settings.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Makes a blocking call and throws {@link RpcException} where the stub throws its base class.
   *
   * <pre>{@code
   * User user = ErrorInterceptor.call(() -> users.getUser(request));
   * }</pre>
   *
   * @param <T> what the call returns
   * @param blockingCall uses a blocking stub; may consume an iterator of responses
   * @return what the call returns
   * @throws RpcException if the call fails; its cause is the exception of the stub
   */
  public static <T> T call(Supplier<T> blockingCall) {
    try {
      return blockingCall.get();
    } catch (StatusRuntimeException failure) {
      throw RpcException.from(failure);
    }
  }

  /**
   * Tells whether the status of a failed call was received or made on this side.
   *
   * @param failure what a call over this interceptor failed with, or an exception caused by that
   * @return who said that it failed
   */
  public static FailureOrigin origin(Throwable failure) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
      if (cause instanceof ReportedStatus reported) {
        return reported.origin();
      }
      cause = cause.getCause();
    }
    return FailureOrigin.UNKNOWN;
  }

  @Override
  public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
      ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
    CompletingCall<ReqT, RespT> completing = new CompletingCall<>(call, details);
    Optional<CallContext> context = CallContext.find();
    if (context.isPresent()) {
      completing.context(context.get());
      return next.startCall(completing, headers);
    }
    return scopes.interceptCall(
        completing,
        headers,
        (scoped, received) -> {
          completing.context(CallContext.current());
          return next.startCall(scoped, received);
        });
  }

  @Override
  public <ReqT, RespT> ClientCall<ReqT, RespT> interceptCall(
      MethodDescriptor<ReqT, RespT> method, CallOptions options, Channel next) {
    Attempts attempts = new Attempts();
    return new TypedCall<>(
        next.newCall(method, options.withStreamTracerFactory(attempts)), attempts);
  }

  /** A Grapnel server maps exceptions itself, so a mapper here would be one that nobody asks. */
  @Override
  public List<String> problems(List<ServerServiceDefinition> services) {
    return ownMapper == null
        ? List.of()
        : List.of(
            "ErrorInterceptor has an exceptionMapper, but this server maps exceptions itself:"
                + " expected the mapper at the builder of the server");
  }

  /** Builds an {@link ErrorInterceptor}. Not thread-safe. */
  public static final class Builder {

    /** As AIP-193 wants it. */
    private static final Pattern REASON = Pattern.compile("[A-Z][A-Z0-9_]{0,61}[A-Z0-9]");

    private final Map<Status.Code, String> reasons = new EnumMap<>(Status.Code.class);
    private final Map<Status.Code, Duration> retryDelays = new EnumMap<>(Status.Code.class);
    private Optional<String> domain = Optional.empty();
    private @Nullable ExceptionMapper mapper;

    private Builder() {}

    /**
     * Maps exceptions in a plain grpc-java server. The default is {@link
     * ExceptionMapper#defaults()}. A Grapnel server takes the mapper at its own builder and will
     * not start with one here.
     *
     * @param exceptionMapper says which exception becomes which status
     * @return this builder
     */
    public Builder exceptionMapper(ExceptionMapper exceptionMapper) {
      mapper = exceptionMapper;
      return this;
    }

    /**
     * Names the system that errors come from, in ErrorInfo. The default is the full name of the
     * service that was called.
     *
     * @param name for example {@code notes.example.com}
     * @return this builder
     */
    public Builder domain(String name) {
      domain = Optional.of(name);
      return this;
    }

    /**
     * Names the reason of failures with a code, in ErrorInfo. The default is the name of the code.
     *
     * @param code the status code, anything but OK
     * @param reason 2 to 63 upper-case letters, digits and underscores, a letter first
     * @return this builder
     */
    public Builder reason(Status.Code code, String reason) {
      reasons.put(code, reason);
      return this;
    }

    /**
     * Tells clients when to try again, by RetryInfo. There is no default.
     *
     * @param code UNAVAILABLE or RESOURCE_EXHAUSTED
     * @param delay how long to wait, above zero
     * @return this builder
     */
    public Builder retryDelay(Status.Code code, Duration delay) {
      retryDelays.put(code, delay);
      return this;
    }

    /**
     * Checks everything at once.
     *
     * @return the interceptor
     * @throws ConfigException if something is out of range; it tells all of it
     */
    public ErrorInterceptor build() {
      List<String> problems = new ArrayList<>();
      if (domain.isPresent() && domain.get().isBlank()) {
        problems.add("domain is blank: expected a name such as notes.example.com");
      }
      reasons.forEach((code, reason) -> checkReason(code, reason, problems));
      retryDelays.forEach((code, delay) -> checkDelay(code, delay, problems));
      ConfigException.throwIfAny(problems);
      return new ErrorInterceptor(this);
    }

    private static void checkReason(Status.Code code, String reason, List<String> problems) {
      if (code == Status.Code.OK) {
        problems.add("reason is set for OK: expected a code of failures");
      }
      if (!REASON.matcher(reason).matches()) {
        problems.add(
            "reason of %s is \"%s\": expected 2 to 63 of A-Z, 0-9 and _, a letter first"
                .formatted(code, reason));
      }
    }

    private static void checkDelay(Status.Code code, Duration delay, List<String> problems) {
      if (code != Status.Code.UNAVAILABLE && code != Status.Code.RESOURCE_EXHAUSTED) {
        problems.add(
            "retryDelay is set for " + code + ": expected UNAVAILABLE or RESOURCE_EXHAUSTED");
      }
      if (delay.isZero() || delay.isNegative()) {
        problems.add("retryDelay of %s is %s: expected a time above zero".formatted(code, delay));
      }
    }
  }
}
