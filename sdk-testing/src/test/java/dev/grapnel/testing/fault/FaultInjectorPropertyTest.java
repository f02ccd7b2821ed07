package dev.grapnel.testing.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grapnel.testing.user.UserServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptors;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class FaultInjectorPropertyTest {

  private static final Channel NOWHERE =
      new Channel() {
        @Override
        public <Q, R> ClientCall<Q, R> newCall(MethodDescriptor<Q, R> method, CallOptions options) {
          return new ClientCall<>() {
            @Override
            public void start(Listener<R> listener, Metadata headers) {}

            @Override
            public void request(int messages) {}

            @Override
            public void cancel(String message, Throwable cause) {}

            @Override
            public void halfClose() {}

            @Override
            public void sendMessage(Q message) {}
          };
        }

        @Override
        public String authority() {
          return "nowhere";
        }
      };

  @Property(tries = 100)
  void theSameSeedMakesTheSameFaults(@ForAll long seed, @ForAll @Size(max = 100) List<Kind> calls) {
    assertThat(plan(seed, calls)).isEqualTo(plan(seed, calls));
  }

  @Property(tries = 100)
  void anotherSeedMakesOtherFaults(@ForAll long seed, @ForAll @Size(200) List<Kind> calls) {
    assertThat(plan(seed, calls)).isNotEqualTo(plan(seed + 1, calls));
  }

  private static List<InjectedFault> plan(long seed, List<Kind> calls) {
    FaultInjector faults =
        FaultInjector.seeded(seed)
            .add(Fault.latency(Duration.ZERO, Duration.ofDays(1)), Occurrence.probability(0.5))
            .add(Fault.status(Status.UNAVAILABLE.withDescription("x")), Occurrence.probability(0.1))
            .add(Fault.dropAfter(1), Occurrence.every(3).of(UserServiceGrpc.getChatMethod()))
            .build();
    Channel channel = ClientInterceptors.intercept(NOWHERE, faults.clientInterceptor());
    calls.forEach(kind -> channel.newCall(kind.method, CallOptions.DEFAULT));
    return faults.injected();
  }

  @Property(tries = 50)
  void probabilityHitsAboutItsShare(@ForAll long seed, @ForAll @IntRange(max = 100) int percent) {
    FaultInjector faults =
        FaultInjector.seeded(seed)
            .add(Fault.dropAfter(1), Occurrence.probability(percent / 100.0))
            .build();
    Channel channel = ClientInterceptors.intercept(NOWHERE, faults.clientInterceptor());
    for (int i = 0; i < 2000; i++) {
      channel.newCall(Kind.UNARY.method, CallOptions.DEFAULT);
    }
    assertThat(faults.injected().size() / 20.0).isBetween(percent - 8.0, percent + 8.0);
  }

  @Property(tries = 60)
  void everyCallEndsExactlyOnce(
      @ForAll long seed,
      @ForAll("faults") List<Fault> onClient,
      @ForAll("faults") List<Fault> onServer,
      @ForAll Kind kind,
      @ForAll boolean inProcess,
      @ForAll @IntRange(max = 4000) int cancelAfterMicros) {
    Random random = new Random(seed);
    Ends ends = new Ends();
    Rig.Transport transport = inProcess ? Rig.Transport.IN_PROCESS : Rig.Transport.LOOPBACK;
    List<Recorded> calls = new ArrayList<>();
    try (Rig rig =
        Rig.onBoth(
            transport,
            plan(seed, onClient, new Random(seed)).clientInterceptor(),
            plan(seed, onServer, random).serverInterceptor(),
            ends)) {
      Channel channel = rig.channel();
      for (int i = 0; i < 4; i++) {
        calls.add(
            kind.call(channel, CallOptions.DEFAULT.withDeadlineAfter(150, TimeUnit.MILLISECONDS)));
      }
      spin(cancelAfterMicros * 1000L);
      calls.get(0).call.cancel("by chance", null);
      calls.get(1).call.cancel("by chance", null);
      for (Recorded call : calls) {
        assertThat(statusOf(call)).isNotNull();
      }
    }
    assertThat(calls).allSatisfy(call -> assertThat(call.closes).hasValue(1));
    assertThat(ends.most()).as("ends that one handler was told of").isLessThanOrEqualTo(1);
  }

  private static Status statusOf(Recorded call) {
    try {
      return call.status();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  private static FaultInjector plan(long seed, List<Fault> faults, Random random) {
    FaultInjector.Builder plan =
        FaultInjector.seeded(seed).add(Fault.latency(Duration.ZERO), Occurrence.always());
    faults.forEach(fault -> plan.add(fault, Occurrence.every(1 + random.nextInt(2))));
    return plan.build();
  }

  @Provide
  Arbitrary<List<Fault>> faults() {
    return Arbitraries.of(
            Fault.latency(Duration.ofMillis(2)),
            Fault.latency(Duration.ZERO, Duration.ofMillis(4)),
            Fault.status(Status.ABORTED),
            Fault.dropAfter(0),
            Fault.dropAfter(2),
            Fault.resetAfter(0),
            Fault.resetAfter(1),
            Fault.resetAfter(3),
            Fault.slowReader(Duration.ZERO),
            Fault.slowReader(Duration.ofMillis(1)))
        .list()
        .ofMaxSize(3);
  }

  /** Counts of what each handler is told. */
  private static final class Ends implements ServerInterceptor {

    private final List<AtomicInteger> counts = new CopyOnWriteArrayList<>();

    int most() {
      return counts.stream().mapToInt(AtomicInteger::get).max().orElse(0);
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
      AtomicInteger ends = new AtomicInteger();
      counts.add(ends);
      return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
        @Override
        public void onCancel() {
          ends.incrementAndGet();
          super.onCancel();
        }

        @Override
        public void onComplete() {
          ends.incrementAndGet();
          super.onComplete();
        }
      };
    }
  }

  @Example
  void refusesBadInput() {
    Duration negative = Duration.ofMillis(-1);
    assertThatThrownBy(() -> Fault.latency(negative))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("smallest latency is PT-0.001S; expected zero or more");
    assertThatThrownBy(() -> Fault.latency(Duration.ofMillis(3), Duration.ofMillis(2)))
        .hasMessage("smallest latency is PT0.003S; expected not more than the largest, PT0.002S");
    assertThatThrownBy(() -> Fault.slowReader(negative))
        .hasMessage("pause of a slow reader is PT-0.001S; expected zero or more");
    assertThatThrownBy(() -> Fault.status(Status.OK))
        .hasMessage("status of a fault is OK; expected any code but OK");
    assertThatThrownBy(() -> Fault.dropAfter(-1))
        .hasMessage("number of messages before the drop is -1; expected at least 0");
    assertThatThrownBy(() -> Fault.resetAfter(-1))
        .hasMessage("number of messages before the reset is -1; expected at least 0");
    assertThatThrownBy(() -> Occurrence.first(0))
        .hasMessage("number of first calls is 0; expected at least 1");
    assertThatThrownBy(() -> Occurrence.every(0))
        .hasMessage("number of calls from one fault to the next is 0; expected at least 1");
    assertThatThrownBy(() -> Occurrence.probability(1.5))
        .hasMessage("probability is 1.5; expected 0 to 1");
    assertThatThrownBy(() -> Occurrence.probability(Double.NaN))
        .hasMessage("probability is NaN; expected 0 to 1");
    assertThatThrownBy(() -> Occurrence.always().of())
        .hasMessage("number of methods is 0; expected at least 1");
    assertThatThrownBy(() -> FaultInjector.seeded(1).build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("plan has no fault; expected at least one add(fault, occurrence)");
  }

  /** A random moment to cancel at; nothing is waited for. */
  private static void spin(long nanos) {
    long end = System.nanoTime() + nanos;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }
}
