package dev.grapnel.interceptors.metrics;

import dev.grapnel.core.call.ClientAwareInterceptor;
import dev.grapnel.core.call.ServerAwareInterceptor;
import dev.grapnel.core.config.ConfigException;
import dev.grapnel.core.config.Toggle;
import dev.grapnel.core.lifecycle.Vital;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerStreamTracer;
import io.grpc.ServerTransportFilter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Counts and times calls of servers and clients in a Micrometer registry.
 *
 * <pre>{@code
 * PrometheusMeterRegistry registry = PrometheusEndpoint.registry();
 * MetricsInterceptor metrics = MetricsInterceptor.create(registry);
 * GRPCServer.builder().addInterceptor(metrics);
 * }</pre>
 *
 * <p>In Prometheus a server shows, all per method and for all four call kinds:
 *
 * <ul>
 *   <li>{@code grpc_requests_total{method,status}}: calls that ended
 *   <li>{@code grpc_request_duration_seconds{method}}: a histogram with the latency buckets of gRFC
 *       A66; a Micrometer {@code MeterFilter} can choose others
 *   <li>{@code grpc_active_calls{method}}: calls that are open
 *   <li>{@code grpc_messages_received_total{method}}, {@code grpc_messages_sent_total{method}}
 *   <li>{@code grpc_message_received_bytes{method}}, {@code grpc_message_sent_bytes{method}}: sizes
 *       of protobuf messages, serialised, not compressed
 *   <li>{@code grpc_active_connections}, without labels: connections that are open
 *   <li>{@code grpc_server_call_queue_wait_seconds{method}}: a histogram of the time that calls
 *       waited for a thread; only in a Grapnel server, and for methods that do not run on the event
 *       loop
 *   <li>what a Grapnel server tells of itself, see {@link #serverVitals}: names begin with {@code
 *       grpc_server_}
 * </ul>
 *
 * <p>A client has the same up to the sizes, with names that begin with {@code grpc_client_}, and
 * what a Grapnel client tells of itself, see {@link #clientVitals}: one registry may hold both
 * sides, and several servers and interceptors, whose numbers add up.
 *
 * <p><b>Status.</b> A server call is recorded once, before its close is passed on, with the status
 * of the handler or of the interceptor further in that refused it. A call that is cancelled before
 * counts as CANCELLED, or as DEADLINE_EXCEEDED if its deadline has passed. A client call is
 * recorded with the status that its listener is told, before it is told; one that is cancelled
 * before it starts counts as CANCELLED. Add the interceptor first, so that it is the outermost and
 * sees what the others refuse. Calls of methods that the server does not have never get to
 * interceptors.
 *
 * <p><b>Labels.</b> {@code method} is the full name of generated methods (those {@link
 * MethodDescriptor#isSampledToLocalTracing() sampled to local tracing}) and of those of {@link
 * Builder#addMethod}; all others are {@code other}, as callers could choose their names. So are
 * those beyond {@link Builder#maxMethods}.
 *
 * <p>Never fails a call: a meter that the registry refuses is logged by {@code grpc.metrics} and
 * left out. Exemplars need a registry with a {@link CallSpanContext}. Thread-safe.
 */
public final class MetricsInterceptor implements ServerAwareInterceptor, ClientAwareInterceptor {

  private final Meters meters;
  private final MethodTable server;
  private final MethodTable client;
  private final boolean measuresWireSizes;

  private MetricsInterceptor(Builder settings) {
    Meters all = new Meters(settings.registry);
    boolean a66 = settings.a66.isOn();
    Toggle sizes = settings.messageSizes;
    String target = settings.target;
    Set<String> added = Set.copyOf(settings.methods);
    meters = all;
    measuresWireSizes = a66;
    server =
        new MethodTable(
            added,
            settings.maxMethods,
            method ->
                new MethodMeters(
                    all, Side.SERVER, method, sizes, a66 ? A66Meters.server(all, method) : null));
    client =
        new MethodTable(
            added,
            settings.maxMethods,
            method ->
                new MethodMeters(
                    all,
                    Side.CLIENT,
                    method,
                    sizes,
                    a66 ? A66Meters.client(all, method, target) : null));
  }

  /**
   * Creates the interceptor with every default.
   *
   * @param registry where the meters go, and whose clock takes the time
   * @return the interceptor, for any number of servers and channels
   */
  public static MetricsInterceptor create(MeterRegistry registry) {
    return builder(registry).build();
  }

  /**
   * Begins an interceptor with settings.
   *
   * @param registry where the meters go, and whose clock takes the time
   * @return a builder
   */
  public static Builder builder(MeterRegistry registry) {
    return new Builder(registry);
  }

  @Override
  public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
      ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
    return MeteredServerCall.start(call, headers, next, server.find(call.getMethodDescriptor()));
  }

  @Override
  public <ReqT, RespT> ClientCall<ReqT, RespT> interceptCall(
      MethodDescriptor<ReqT, RespT> method, CallOptions options, Channel next) {
    MethodMeters found = client.find(method);
    return new MeteredClientCall<>(next.newCall(method, found.traced(options)), found);
  }

  /**
   * Returns what measures compressed sizes, which gRFC A66 wants. A Grapnel server asks for it;
   * with plain grpc-java hand it to {@code ServerBuilder.addStreamTracerFactory}.
   *
   * @return one factory, or none unless {@link Builder#a66} is on
   */
  @Override
  public List<ServerStreamTracer.Factory> streamTracerFactories() {
    return measuresWireSizes ? List.of(new A66ServerSizes(server)) : List.of();
  }

  /**
   * Returns what counts connections. A Grapnel server asks for it; with plain grpc-java hand it to
   * {@code ServerBuilder.addTransportFilter}.
   *
   * @return one filter, new each time
   */
  @Override
  public List<ServerTransportFilter> transportFilters() {
    return List.of(
        new ConnectionCounter(
            meters.gauge(
                Side.SERVER.name("active.connections"),
                "Connections that are open",
                Tags.empty())));
  }

  /**
   * Shows what a server tells of itself, each number under its own name with its labels as tags.
   * Those of several servers on one registry are one number: they add up, and of times the shortest
   * is shown. What closed servers counted stays; their gauges go, to 0 or, for times, to NaN.
   */
  @Override
  public void serverVitals(List<Vital> vitals) {
    vitals.forEach(meters::add);
  }

  @Override
  public void serverClosed(List<Vital> vitals) {
    vitals.forEach(meters::remove);
  }

  /**
   * Shows what a client tells of itself, as {@link #serverVitals} does for servers: its addresses,
   * those that are ready and those that calls go around, and the calls that wait.
   */
  @Override
  public void clientVitals(List<Vital> vitals) {
    vitals.forEach(meters::add);
  }

  @Override
  public void clientClosed(List<Vital> vitals) {
    vitals.forEach(meters::remove);
  }

  /** Builds a {@link MetricsInterceptor}. Not thread-safe. */
  public static final class Builder {

    private static final int MAX_METHODS = 200;

    private final MeterRegistry registry;
    private final Set<String> methods = new LinkedHashSet<>();
    private Toggle a66 = Toggle.OFF;
    private Toggle messageSizes = Toggle.ON;
    private String target = MethodTable.OTHER;
    private int maxMethods = MAX_METHODS;

    private Builder(MeterRegistry registry) {
      this.registry = Objects.requireNonNull(registry, "registry");
    }

    /**
     * Adds the instruments of gRFC A66, as far as they can be told truly, to the others. The
     * default is OFF: each status has a histogram of its own, up to 42 series for each method and
     * status.
     *
     * <p>Server: {@code grpc.server.call.started} and {@code grpc.server.call.duration}, from where
     * this interceptor stands. An interceptor does not see compressed sizes, so {@code
     * grpc.server.call.sent_total_compressed_message_size} and its counterpart are left out.
     *
     * <p>Client: {@code grpc.client.call.duration}, and for each attempt {@code
     * grpc.client.attempt.started}, {@code .duration}, {@code .sent_total_compressed_message_size}
     * and {@code .rcvd_total_compressed_message_size}. Sizes are what grpc-java's transports report
     * for the wire.
     *
     * @param toggle whether they are there
     * @return this builder
     * @see <a href="https://github.com/grpc/proposal/blob/master/A66-otel-stats.md">gRFC A66</a>
     */
    public Builder a66(Toggle toggle) {
      this.a66 = toggle;
      return this;
    }

    /**
     * Says what {@code grpc.target} of the client's A66 instruments is; an interceptor cannot see
     * the target of its channel. The default is {@code other}.
     *
     * @param target the canonical target, for example {@code dns:///coins.example.com:443}
     * @return this builder
     */
    public Builder target(String target) {
      this.target = target;
      return this;
    }

    /**
     * Says whether sizes of messages are recorded. The default is ON; it costs a walk over each
     * message received.
     *
     * @param toggle whether they are
     * @return this builder
     */
    public Builder messageSizes(Toggle toggle) {
      this.messageSizes = toggle;
      return this;
    }

    /**
     * Limits how many methods have meters of their own, on each side. The default is 200.
     *
     * @param methods at least 1; one more is measured as {@code other}, and logged once
     * @return this builder
     */
    public Builder maxMethods(int methods) {
      this.maxMethods = methods;
      return this;
    }

    /**
     * Names a method that is not generated, so that it is not {@code other}.
     *
     * @param fullName service and method, for example {@code crypto.CryptoService/GetCoin}
     * @return this builder
     */
    public Builder addMethod(String fullName) {
      methods.add(fullName);
      return this;
    }

    /**
     * Checks everything at once.
     *
     * @return the interceptor, for any number of servers and channels
     * @throws ConfigException if something is wrong; it tells all of it
     */
    public MetricsInterceptor build() {
      List<String> problems = new ArrayList<>();
      if (maxMethods < 1) {
        problems.add("maxMethods is %d: expected at least 1".formatted(maxMethods));
      } else if (methods.size() > maxMethods) {
        problems.add(
            "addMethod was called for %d methods: expected at most maxMethods, which is %d"
                .formatted(methods.size(), maxMethods));
      }
      for (String method : methods) {
        if (method.indexOf('/') < 1 || method.endsWith("/")) {
          problems.add(
              "addMethod is \"%s\": expected service and method, as in crypto.CryptoService/GetCoin"
                  .formatted(method));
        }
      }
      if (target.isBlank()) {
        problems.add("target is blank: expected for example dns:///coins.example.com:443");
      }
      ConfigException.throwIfAny(problems);
      return new MetricsInterceptor(this);
    }
  }
}
