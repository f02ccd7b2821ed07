package dev.grapnel.testing.fault;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * Puts faults on calls, by a plan that a seed makes repeatable.
 *
 * <pre>{@code
 * FaultInjector faults = FaultInjector.seeded(42)
 *     .add(Fault.latency(Duration.ofMillis(5), Duration.ofMillis(50)), Occurrence.probability(0.5))
 *     .add(Fault.status(Status.UNAVAILABLE), Occurrence.first(2))
 *     .build();
 * }</pre>
 *
 * <p>A call that several faults come to has them all, the first added outermost: a latency before a
 * status delays the status, after it the latency is never met. The same calls in the same order
 * meet the same faults.
 *
 * <p>All four call kinds. Every call ends once, with whatever fault. Thread-safe; what runs
 * concurrently is numbered as it comes.
 *
 * <p>Interceptors of a channel stand before its retries: a fault on the client hits a call once and
 * is not retried by the channel, a fault on the server hits each attempt.
 */
public final class FaultInjector {

  private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

  private final long seed;
  private final List<Rule> rules;
  private final Delays delays;
  private final List<InjectedFault> injected = new ArrayList<>();
  private long calls;

  private FaultInjector(Builder builder) {
    seed = builder.seed;
    rules = builder.rules.stream().map(rule -> new Rule(rule.fault, rule.occurrence)).toList();
    delays = new Delays(builder.scheduler, builder.executor);
  }

  /**
   * Begins an injector.
   *
   * @param seed decides what is left to chance; any number
   * @return a builder
   */
  public static Builder seeded(long seed) {
    return new Builder(seed);
  }

  /**
   * Returns an interceptor that carries out the plan on the client.
   *
   * <p>All interceptors of an injector count together: give the two sides of one call an injector
   * each.
   *
   * @return the interceptor
   */
  public ClientInterceptor clientInterceptor() {
    return new ClientInterceptor() {
      @Override
      public <Q, R> ClientCall<Q, R> interceptCall(
          MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
        return onClient(method, options, next);
      }
    };
  }

  /**
   * Returns an interceptor that carries out the plan on the server.
   *
   * <p>All interceptors of an injector count together: give the two sides of one call an injector
   * each.
   *
   * @return the interceptor
   */
  public ServerInterceptor serverInterceptor() {
    return new ServerInterceptor() {
      @Override
      public <Q, R> ServerCall.Listener<Q> interceptCall(
          ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        return onServer(call, headers, next);
      }
    };
  }

  /**
   * Returns which faults were put on calls so far, when the calls began. A call may have ended
   * before it came to its fault, for example to the third message.
   *
   * @return a copy, in order of the calls
   */
  public synchronized List<InjectedFault> injected() {
    return List.copyOf(injected);
  }

  private <Q, R> ClientCall<Q, R> onClient(
      MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
    List<CallFault> faults = next(method);
    ClientCall<Q, R> call = next.newCall(method, options);
    for (int i = faults.size() - 1; i >= 0; i--) {
      call = faults.get(i).client(call, options, delays);
    }
    return call;
  }

  private <Q, R> ServerCall.Listener<Q> onServer(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    List<CallFault> faults = next(call.getMethodDescriptor());
    ServerCallHandler<Q, R> handler = next;
    for (int i = faults.size() - 1; i >= 0; i--) {
      handler = faults.get(i).server(handler, delays);
    }
    return handler.startCall(call, headers);
  }

  private synchronized List<CallFault> next(MethodDescriptor<?, ?> method) {
    calls++;
    List<CallFault> faults = new ArrayList<>();
    boolean reached = true;
    for (int i = 0; i < rules.size(); i++) {
      CallFault fault = rules.get(i).next(method, seed + i * GOLDEN_RATIO);
      if (fault != null && reached) {
        faults.add(fault);
        injected.add(new InjectedFault(method.getFullMethodName(), calls, fault));
        reached = fault.letsThrough();
      }
    }
    return faults;
  }

  /** One fault of the plan and how many calls it counted. */
  private static final class Rule {

    private final CallFault fault;
    private final Occurrence occurrence;
    private long counted;

    Rule(CallFault fault, Occurrence occurrence) {
      this.fault = fault;
      this.occurrence = occurrence;
    }

    @Nullable CallFault next(MethodDescriptor<?, ?> method, long seed) {
      if (!occurrence.counts(method)) {
        return null;
      }
      counted++;
      // By the number of the call, so that what one call draws does not depend on the others.
      SplittableRandom chance =
          new SplittableRandom(new SplittableRandom(seed).nextLong() ^ counted);
      double hit = chance.nextDouble();
      return occurrence.holds(counted, hit) ? fault.drawn(chance.nextDouble()) : null;
    }
  }

  /** Builds a {@link FaultInjector}. Not thread-safe. */
  public static final class Builder {

    private final long seed;
    private final List<Rule> rules = new ArrayList<>();
    private @Nullable ScheduledExecutorService scheduler;
    private @Nullable Executor executor;

    private Builder(long seed) {
      this.seed = seed;
    }

    /**
     * Adds a fault to the plan.
     *
     * @param fault what goes wrong
     * @param occurrence with which calls
     * @return this builder
     */
    public Builder add(Fault fault, Occurrence occurrence) {
      rules.add(new Rule((CallFault) fault, occurrence));
      return this;
    }

    /**
     * Counts the time of delays by a scheduler, for example that of a virtual clock. The default is
     * one daemon thread, begun when it is needed and shared by all injectors.
     *
     * @param chosen the scheduler; the injector never shuts it down and runs no call on it
     * @return this builder
     */
    public Builder scheduler(ScheduledExecutorService chosen) {
      scheduler = chosen;
      return this;
    }

    /**
     * Goes on with delayed calls on an executor. The default is daemon threads, as many as are
     * needed, shared by all injectors.
     *
     * @param chosen the executor; {@code Runnable::run} for the thread of the scheduler, if no
     *     handler and no callback blocks
     * @return this builder
     */
    public Builder executor(Executor chosen) {
      executor = chosen;
      return this;
    }

    /**
     * Builds the injector.
     *
     * @return an injector that has counted no call yet
     * @throws IllegalStateException if no fault was added
     */
    public FaultInjector build() {
      if (rules.isEmpty()) {
        throw new IllegalStateException(
            "plan has no fault; expected at least one add(fault, occurrence)");
      }
      return new FaultInjector(this);
    }
  }
}
