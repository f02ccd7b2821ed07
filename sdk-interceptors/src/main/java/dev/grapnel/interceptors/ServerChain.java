package dev.grapnel.interceptors;

import dev.grapnel.core.call.CallScopeInterceptor;
import dev.grapnel.core.call.FailureInterceptor;
import dev.grapnel.core.call.ServerAwareInterceptor;
import dev.grapnel.core.lifecycle.Vital;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServerStreamTracer;
import io.grpc.ServerTransportFilter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The interceptors of a server in the one order that works, however they were added.
 *
 * <pre>{@code
 * ServerChain.builder()
 *     .logging(LoggingInterceptor.create())
 *     .metrics(MetricsInterceptor.create(registry))
 *     .auth(AuthInterceptor.hmac(secret))
 *     .build()
 * }</pre>
 *
 * <p>From the outside: tracing, logging, metrics, errors, deadline, peer limits, auth, limits,
 * validation, then whatever else was added. So everything that happens is in the span, log lines
 * carry the trace, refused calls are logged and counted, every failure gets its details, calls that
 * come too late cost nothing more, a flood costs no signature checks, limits know the principal,
 * and only requests of those who may call are validated. Failures of handlers are mapped inside of
 * all of them.
 *
 * <p>The chain is one interceptor, for {@code GRPCServer} as for any grpc-java server. Immutable
 * and thread-safe if its interceptors are.
 */
public final class ServerChain implements ServerAwareInterceptor {

  /** In the order of the chain. */
  private enum Place {
    TRACING,
    LOGGING,
    METRICS,
    ERRORS,
    DEADLINE,
    PEER_LIMITS,
    AUTH,
    LIMITS,
    VALIDATION,
    OWN
  }

  private final List<ServerInterceptor> outermostFirst;

  private ServerChain(List<ServerInterceptor> outermostFirst) {
    this.outermostFirst = List.copyOf(outermostFirst);
  }

  /**
   * Begins a chain.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns the interceptors.
   *
   * @return them, outermost first
   */
  public List<ServerInterceptor> interceptors() {
    return outermostFirst;
  }

  @Override
  public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
      ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
    return CallScopeInterceptor.within(call, headers, handler(0, next));
  }

  private <ReqT, RespT> ServerCallHandler<ReqT, RespT> handler(
      int index, ServerCallHandler<ReqT, RespT> next) {
    if (index == outermostFirst.size()) {
      return next;
    }
    ServerInterceptor interceptor = outermostFirst.get(index);
    ServerCallHandler<ReqT, RespT> inner = handler(index + 1, next);
    return (call, headers) -> interceptor.interceptCall(call, headers, inner);
  }

  @Override
  public List<String> problems(List<ServerServiceDefinition> services) {
    return aware().stream().flatMap(each -> each.problems(services).stream()).toList();
  }

  @Override
  public List<String> implementationProblems(List<Class<?>> implementations) {
    return aware().stream()
        .flatMap(each -> each.implementationProblems(implementations).stream())
        .toList();
  }

  @Override
  public boolean authenticates() {
    return aware().stream().anyMatch(ServerAwareInterceptor::authenticates);
  }

  @Override
  public Optional<Duration> longestCall(MethodDescriptor<?, ?> method) {
    return aware().stream()
        .flatMap(each -> each.longestCall(method).stream())
        .min(Comparator.naturalOrder());
  }

  @Override
  public List<ServerTransportFilter> transportFilters() {
    return aware().stream().flatMap(each -> each.transportFilters().stream()).toList();
  }

  @Override
  public List<ServerStreamTracer.Factory> streamTracerFactories() {
    return aware().stream().flatMap(each -> each.streamTracerFactories().stream()).toList();
  }

  @Override
  public void serverVitals(List<Vital> vitals) {
    aware().forEach(each -> each.serverVitals(vitals));
  }

  @Override
  public void serverClosed(List<Vital> vitals) {
    aware().forEach(each -> each.serverClosed(vitals));
  }

  private List<ServerAwareInterceptor> aware() {
    return outermostFirst.stream()
        .filter(ServerAwareInterceptor.class::isInstance)
        .map(ServerAwareInterceptor.class::cast)
        .toList();
  }

  /**
   * Builds a {@link ServerChain}. Interceptors at the same place run in the order they were added,
   * the first outermost. Not thread-safe.
   */
  public static final class Builder {

    private final Map<Place, List<ServerInterceptor>> places = new EnumMap<>(Place.class);

    private Builder() {}

    /**
     * Adds the one for traces.
     *
     * @param interceptor the interceptor
     * @return this builder
     */
    public Builder tracing(ServerInterceptor interceptor) {
      return add(Place.TRACING, interceptor);
    }

    /**
     * Adds the one for logs.
     *
     * @param interceptor the interceptor
     * @return this builder
     */
    public Builder logging(ServerInterceptor interceptor) {
      return add(Place.LOGGING, interceptor);
    }

    /**
     * Adds the one for metrics.
     *
     * @param interceptor the interceptor
     * @return this builder
     */
    public Builder metrics(ServerInterceptor interceptor) {
      return add(Place.METRICS, interceptor);
    }

    /**
     * Adds the one that completes errors.
     *
     * @param interceptor the interceptor
     * @return this builder
     */
    public Builder errors(ServerInterceptor interceptor) {
      return add(Place.ERRORS, interceptor);
    }

    /**
     * Adds the one for deadlines.
     *
     * @param interceptor the interceptor
     * @return this builder
     */
    public Builder deadline(ServerInterceptor interceptor) {
      return add(Place.DEADLINE, interceptor);
    }

    /**
     * Adds a limit that holds before anybody is authenticated: by peer, by method or in all.
     *
     * @param interceptor the interceptor
     * @return this builder
     */
    public Builder peerLimits(ServerInterceptor interceptor) {
      return add(Place.PEER_LIMITS, interceptor);
    }

    /**
     * Adds the one for authentication and permissions.
     *
     * @param interceptor the interceptor
     * @return this builder
     */
    public Builder auth(ServerInterceptor interceptor) {
      return add(Place.AUTH, interceptor);
    }

    /**
     * Adds a limit that knows who calls.
     *
     * @param interceptor the interceptor
     * @return this builder
     */
    public Builder limits(ServerInterceptor interceptor) {
      return add(Place.LIMITS, interceptor);
    }

    /**
     * Adds the one for validation.
     *
     * @param interceptor the interceptor
     * @return this builder
     */
    public Builder validation(ServerInterceptor interceptor) {
      return add(Place.VALIDATION, interceptor);
    }

    /**
     * Adds one of your own, inside of all the others.
     *
     * @param interceptor the interceptor
     * @return this builder
     */
    public Builder add(ServerInterceptor interceptor) {
      return add(Place.OWN, interceptor);
    }

    /**
     * Builds the chain.
     *
     * @return the chain
     */
    public ServerChain build() {
      List<ServerInterceptor> outermostFirst = new ArrayList<>();
      places.values().forEach(outermostFirst::addAll);
      // Once more in a Grapnel server, which does so itself, changes nothing.
      outermostFirst.add(FailureInterceptor.create());
      return new ServerChain(outermostFirst);
    }

    private Builder add(Place place, ServerInterceptor interceptor) {
      places.computeIfAbsent(place, none -> new ArrayList<>()).add(interceptor);
      return this;
    }
  }
}
