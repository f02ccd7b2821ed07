package dev.grapnel.server.overload;

import dev.grapnel.core.call.CallContext;
import dev.grapnel.core.call.TransportFailure;
import dev.grapnel.core.config.OptionalLibrary;
import dev.grapnel.core.lifecycle.Vital;
import dev.grapnel.server.executor.ExecutorRouting;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallExecutorSupplier;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Decides which calls start; for the server itself.
 *
 * <p>Three places of grpc-java work together: the stream tracer sees a call first, on the network
 * thread, and counts it until its stream is closed; the executor supplier sends it in line for its
 * workers; the interceptor, outermost but for the call's scope, closes what is refused. An executor
 * that rejects would be no answer: grpc-java makes INTERNAL of it and loses buffers (grpc-java
 * #12890). Thread-safe.
 */
public final class Admission extends ServerStreamTracer.Factory
    implements ServerCallExecutorSupplier, ServerInterceptor {

  /** Where a method's calls go, and what counts for them. */
  record Route(Executor executor, @Nullable WaitingLine line, boolean unary, boolean exempt) {}

  private final Map<String, Route> routes = new HashMap<>();
  private final IdentityHashMap<Executor, WaitingLine> lines = new IdentityHashMap<>();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger unaryInFlight = new AtomicInteger();
  private final OverloadOptions options;
  private final Route otherwise;
  private final @Nullable CallLimit adaptive;
  private final long maxWait;
  private final Rejection tooManyCalls;
  private final Rejection tooManyWaiting;
  private final Rejection tooLongAWait;
  private final Rejection aboveAdaptive;
  private final Rejection waitedTooLong;
  private final Rejection expired;
  private final Rejection cancelled;

  /**
   * Makes the rules for a server.
   *
   * @param options the limits
   * @param routing where calls run
   * @param methods the methods of the server's services
   */
  public Admission(
      OverloadOptions options, ExecutorRouting routing, List<MethodDescriptor<?, ?>> methods) {
    this.options = options;
    this.maxWait = nanos(options.maxWait);
    long retry = options.interval.toMillis();
    tooManyCalls = overloaded("calls", "too many calls run", retry);
    tooManyWaiting = overloaded("waiting", "too many calls wait", retry);
    tooLongAWait = overloaded("wait", "a call would wait too long", retry);
    aboveAdaptive = overloaded("adaptive", "calls take longer the more there are", retry);
    waitedTooLong = overloaded("waited", "the call waited too long", retry);
    expired =
        Rejection.late(
            "expired",
            Status.DEADLINE_EXCEEDED.withDescription(
                "the deadline passed while the call waited for a worker"));
    cancelled =
        Rejection.late(
            "cancelled",
            Status.CANCELLED.withDescription("cancelled while it waited for a worker"));
    adaptive =
        options.adaptive
            ? OptionalLibrary.using(
                "com.netflix.concurrency-limits:concurrency-limits-core",
                () -> new GradientLimit(startingLimit(routing), options.maxCalls))
            : null;
    otherwise = route(routing, "", false, false);
    methods.forEach(method -> add(routing, method, false));
    exempt().forEach(method -> add(routing, method, true));
  }

  /**
   * Returns the numbers of calls in flight, waiting and refused.
   *
   * @return what metrics show
   */
  public List<Vital> vitals() {
    List<Vital> vitals = new ArrayList<>();
    vitals.add(
        Vital.gauge(
            "grpc.server.calls.in.flight",
            "Calls that run or wait, without health and reflection.",
            inFlight::get));
    vitals.add(
        Vital.gauge(
            "grpc.server.calls.waiting", "Calls that wait for a worker.", this::waitingCalls));
    if (adaptive != null) {
      vitals.add(
          Vital.gauge(
              "grpc.server.calls.limit",
              "Unary calls that may run at the same time, as found out.",
              adaptive::calls));
    }
    for (Rejection rejection : rejections()) {
      vitals.add(
          Vital.counter(
                  "grpc.server.calls.rejected",
                  "Calls that were not started, by reason.",
                  rejection::count)
              .label("reason", rejection.reason()));
    }
    return vitals;
  }

  @Override
  public ServerStreamTracer newServerStreamTracer(String fullMethodName, Metadata headers) {
    Route route = routes.getOrDefault(fullMethodName, otherwise);
    if (route.exempt()) {
      return new TransportFailure();
    }
    long now = System.nanoTime();
    int before = inFlight.getAndIncrement();
    boolean adapts = adaptive != null && route.unary();
    int unaryBefore = adapts ? unaryInFlight.getAndIncrement() : 0;
    return new CallTicket(this, route, refusal(route, before, unaryBefore, now), now);
  }

  @Override
  public <ReqT, RespT> Executor getExecutor(ServerCall<ReqT, RespT> call, Metadata headers) {
    CallTicket ticket = CallTicket.ofThisCall();
    return ticket == null
        ? routes.getOrDefault(call.getMethodDescriptor().getFullMethodName(), otherwise).executor()
        : ticket;
  }

  @Override
  public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
      ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
    CallTicket ticket = CallTicket.ofThisCall();
    if (ticket == null) {
      return next.startCall(call, headers);
    }
    Rejection refusal = ticket.refusal();
    if (refusal != null) {
      refusal.close(call);
      return new ServerCall.Listener<>() {};
    }
    CallContext.current().queuedFor(ticket.waited());
    return next.startCall(call, headers);
  }

  @Nullable Rejection refusalAfterWaiting(long waited) {
    if (Context.current().isCancelled()) {
      Deadline deadline = Context.current().getDeadline();
      return deadline != null && deadline.isExpired() ? expired : cancelled;
    }
    return waited > maxWait ? waitedTooLong : null;
  }

  void ended(CallTicket ticket, boolean refused, Status status) {
    inFlight.getAndDecrement();
    if (adaptive == null || !ticket.route().unary()) {
      return;
    }
    int running = unaryInFlight.getAndDecrement();
    if (!refused) {
      boolean dropped = status.getCode() == Status.Code.DEADLINE_EXCEEDED;
      adaptive.ended(ticket.arrived(), System.nanoTime() - ticket.arrived(), running, dropped);
    }
  }

  private @Nullable Rejection refusal(Route route, int before, int unaryBefore, long now) {
    if (before >= options.maxCalls) {
      return tooManyCalls;
    }
    if (adaptive != null && route.unary() && unaryBefore >= adaptive.calls()) {
      return aboveAdaptive;
    }
    return route.line() == null ? null : route.line().refusal(now);
  }

  /** Health and reflection are answered however busy the server is. */
  private static List<MethodDescriptor<?, ?>> exempt() {
    List<MethodDescriptor<?, ?>> exempt = new ArrayList<>();
    exempt.addAll(HealthGrpc.getServiceDescriptor().getMethods());
    exempt.addAll(ServerReflectionGrpc.getServiceDescriptor().getMethods());
    exempt.addAll(
        io.grpc.reflection.v1alpha.ServerReflectionGrpc.getServiceDescriptor().getMethods());
    return exempt;
  }

  private void add(ExecutorRouting routing, MethodDescriptor<?, ?> method, boolean exempt) {
    boolean unary = method.getType() == MethodDescriptor.MethodType.UNARY;
    String name = method.getFullMethodName();
    routes.put(name, route(routing, name, unary, exempt));
  }

  private Route route(ExecutorRouting routing, String method, boolean unary, boolean exempt) {
    Executor executor = routing.executorOf(method);
    int workers = routing.workersOf(executor);
    WaitingLine line = workers == 0 ? null : lines.computeIfAbsent(executor, e -> line(workers));
    return new Route(executor, line, unary, exempt);
  }

  private static int startingLimit(ExecutorRouting routing) {
    int processors = Runtime.getRuntime().availableProcessors();
    return Math.max(processors, routing.workersOf(routing.executorOf("")));
  }

  private WaitingLine line(int workers) {
    WaitingLine.Limits limits =
        new WaitingLine.Limits(
            options.maxWaiting, nanos(options.targetWait), nanos(options.interval));
    return new WaitingLine(workers, limits, tooManyWaiting, tooLongAWait);
  }

  private int waitingCalls() {
    return lines.values().stream().mapToInt(WaitingLine::waiting).sum();
  }

  private List<Rejection> rejections() {
    return List.of(
        tooManyCalls,
        tooManyWaiting,
        tooLongAWait,
        aboveAdaptive,
        waitedTooLong,
        expired,
        cancelled);
  }

  private static Rejection overloaded(String reason, String what, long retryMillis) {
    return Rejection.overloaded(reason, "the server is overloaded: " + what, retryMillis);
  }

  private static long nanos(Duration time) {
    return TimeUnit.NANOSECONDS.convert(time);
  }
}
