package dev.grapnel.interceptors;

import dev.grapnel.core.call.ClientAwareInterceptor;
import dev.grapnel.core.lifecycle.Vital;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The interceptors of a client in the one order that works, however they were added.
 *
 * <p>From the outside: errors, tracing, logging, metrics, deadline, auth, then whatever else was
 * added. So every failure is typed, whoever made it, everything that happens is in the span, log
 * lines carry the trace, calls that fail before they leave are logged and counted, and nobody asks
 * for a token whose call has no time left.
 *
 * <p>The chain is one interceptor, for {@code GRPCClient} as for any grpc-java channel. Immutable
 * and thread-safe if its interceptors are.
 */
public final class ClientChain implements ClientAwareInterceptor {

  /** In the order of the chain. */
  private enum Place {
    ERRORS,
    TRACING,
    LOGGING,
    METRICS,
    DEADLINE,
    AUTH,
    OWN
  }

  private final List<ClientInterceptor> outermostFirst;

  private ClientChain(List<ClientInterceptor> outermostFirst) {
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
  public List<ClientInterceptor> interceptors() {
    return outermostFirst;
  }

  @Override
  public <ReqT, RespT> ClientCall<ReqT, RespT> interceptCall(
      MethodDescriptor<ReqT, RespT> method, CallOptions options, Channel next) {
    return new Link(outermostFirst, 0, next).newCall(method, options);
  }

  @Override
  public boolean sendsCredentials() {
    return aware().stream().anyMatch(ClientAwareInterceptor::sendsCredentials);
  }

  @Override
  public void clientVitals(List<Vital> vitals) {
    aware().forEach(each -> each.clientVitals(vitals));
  }

  @Override
  public void clientClosed(List<Vital> vitals) {
    aware().forEach(each -> each.clientClosed(vitals));
  }

  private List<ClientAwareInterceptor> aware() {
    return outermostFirst.stream()
        .filter(ClientAwareInterceptor.class::isInstance)
        .map(ClientAwareInterceptor.class::cast)
        .toList();
  }

  /** What an interceptor of the chain sees as its channel: the rest of the chain. */
  private static final class Link extends Channel {

    private final List<ClientInterceptor> outermostFirst;
    private final int index;
    private final Channel last;

    Link(List<ClientInterceptor> outermostFirst, int index, Channel last) {
      this.outermostFirst = outermostFirst;
      this.index = index;
      this.last = last;
    }

    @Override
    public <ReqT, RespT> ClientCall<ReqT, RespT> newCall(
        MethodDescriptor<ReqT, RespT> method, CallOptions options) {
      return index == outermostFirst.size()
          ? last.newCall(method, options)
          : outermostFirst
              .get(index)
              .interceptCall(method, options, new Link(outermostFirst, index + 1, last));
    }

    @Override
    public String authority() {
      return String.valueOf(last.authority());
    }
  }

  /**
   * Builds a {@link ClientChain}. Interceptors at the same place run in the order they were added,
   * the first outermost. Not thread-safe.
   */
  public static final class Builder {

    private final Map<Place, List<ClientInterceptor>> places = new EnumMap<>(Place.class);

    private Builder() {}

    /**
     * Adds the one that types failures.
     *
     * @param interceptor the interceptor
     * @return this builder
     */
    public Builder errors(ClientInterceptor interceptor) {
      return add(Place.ERRORS, interceptor);
    }

    /**
     * Adds the one for traces.
     *
     * @param interceptor the interceptor
     * @return this builder
     */
    public Builder tracing(ClientInterceptor interceptor) {
      return add(Place.TRACING, interceptor);
    }

    /**
     * Adds the one for logs.
     *
     * @param interceptor the interceptor
     * @return this builder
     */
    public Builder logging(ClientInterceptor interceptor) {
      return add(Place.LOGGING, interceptor);
    }

    /**
     * Adds the one for metrics.
     *
     * @param interceptor the interceptor
     * @return this builder
     */
    public Builder metrics(ClientInterceptor interceptor) {
      return add(Place.METRICS, interceptor);
    }

    /**
     * Adds the one for deadlines.
     *
     * @param interceptor the interceptor
     * @return this builder
     */
    public Builder deadline(ClientInterceptor interceptor) {
      return add(Place.DEADLINE, interceptor);
    }

    /**
     * Adds the one for credentials.
     *
     * @param interceptor the interceptor
     * @return this builder
     */
    public Builder auth(ClientInterceptor interceptor) {
      return add(Place.AUTH, interceptor);
    }

    /**
     * Adds one of your own, inside of all the others.
     *
     * @param interceptor the interceptor
     * @return this builder
     */
    public Builder add(ClientInterceptor interceptor) {
      return add(Place.OWN, interceptor);
    }

    /**
     * Builds the chain.
     *
     * @return the chain
     */
    public ClientChain build() {
      List<ClientInterceptor> outermostFirst = new ArrayList<>();
      places.values().forEach(outermostFirst::addAll);
      return new ClientChain(outermostFirst);
    }

    private Builder add(Place place, ClientInterceptor interceptor) {
      places.computeIfAbsent(place, none -> new ArrayList<>()).add(interceptor);
      return this;
    }
  }
}
