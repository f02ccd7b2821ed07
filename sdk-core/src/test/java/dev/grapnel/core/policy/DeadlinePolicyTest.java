package dev.grapnel.core.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class DeadlinePolicyTest {

  private static final ScheduledExecutorService SCHEDULER =
      Executors.newScheduledThreadPool(
          1,
          task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
          });

  /** Stands still unless told otherwise. */
  private static final class Clock extends Deadline.Ticker {
    private final AtomicLong nanos = new AtomicLong();

    @Override
    public long nanoTime() {
      return nanos.get();
    }
  }

  private final Clock clock = new Clock();

  @Property
  void leavesTheCallerItsMarginAndNoCallMoreThanItsTimeout(
      @ForAll @LongRange(min = 1, max = 1_000_000) long callerMicros,
      @ForAll @LongRange(min = 1, max = 1_000_000) long timeoutMicros,
      @ForAll @IntRange(max = 200_000) int marginMicros) {
    DeadlinePolicy policy =
        new DeadlinePolicy(
            Duration.of(timeoutMicros, ChronoUnit.MICROS),
            Optional.empty(),
            Duration.of(marginMicros, ChronoUnit.MICROS));

    long nanos = nanosLeft(within(callerMicros, () -> apply(policy, MethodType.UNARY)));

    long margin = Math.min(marginMicros * 1000L, callerMicros * 500L);
    assertThat(nanos).isEqualTo(Math.min(timeoutMicros * 1000, callerMicros * 1000 - margin));
  }

  @Test
  void countsATimeoutFromEachCall() {
    DeadlinePolicy policy = DeadlinePolicy.unary(Duration.ofMinutes(5));

    CallOptions options = apply(policy, MethodType.UNARY);

    assertThat(options.getDeadline().timeRemaining(TimeUnit.SECONDS)).isBetween(290L, 300L);
  }

  @Test
  void limitsStreamsOnlyIfTold() {
    DeadlinePolicy unlimited = DeadlinePolicy.unary(Duration.ofSeconds(1));
    DeadlinePolicy limited =
        new DeadlinePolicy(Duration.ofSeconds(1), Optional.of(Duration.ofHours(1)), Duration.ZERO);
    for (MethodType kind :
        List.of(
            MethodType.CLIENT_STREAMING, MethodType.SERVER_STREAMING, MethodType.BIDI_STREAMING)) {
      assertThat(apply(unlimited, kind)).isSameAs(CallOptions.DEFAULT);
      assertThat(apply(limited, kind).getDeadline().timeRemaining(TimeUnit.MINUTES))
          .isBetween(58L, 60L);
      assertThat(nanosLeft(within(2_000_000, () -> apply(unlimited, kind))))
          .isEqualTo(1_990_000_000);
    }
  }

  @Test
  void leavesADeadlineOfTheStubAloneWhereItIsTheEarlier() {
    DeadlinePolicy policy = DeadlinePolicy.unary(Duration.ofMillis(1));
    CallOptions set = CallOptions.DEFAULT.withDeadlineAfter(1, TimeUnit.HOURS);

    assertThat(policy.applyTo(method(MethodType.UNARY), set)).isSameAs(set);
    assertThat(nanosLeft(within(5_000_000, () -> policy.applyTo(method(MethodType.UNARY), set))))
        .isEqualTo(4_990_000_000L);
  }

  @Test
  void takesTimesWithoutEnd() {
    Duration endless = Duration.ofSeconds(Long.MAX_VALUE);
    DeadlinePolicy policy = new DeadlinePolicy(endless, Optional.of(endless), endless);

    assertThat(nanosLeft(within(1000, () -> apply(policy, MethodType.UNARY)))).isEqualTo(500_000);
    assertThat(apply(policy, MethodType.UNARY).getDeadline()).isNull();
  }

  @Test
  void refusesTimesThatAreNone() {
    assertThatThrownBy(() -> DeadlinePolicy.unary(Duration.ZERO)).hasMessageContaining("unary");
    assertThatThrownBy(
            () ->
                new DeadlinePolicy(
                    Duration.ofSeconds(1), Optional.of(Duration.ofSeconds(-1)), Duration.ZERO))
        .hasMessageContaining("streaming");
    assertThatThrownBy(
            () ->
                new DeadlinePolicy(Duration.ofSeconds(1), Optional.empty(), Duration.ofSeconds(-1)))
        .hasMessageContaining("margin");
  }

  @Test
  void failsALateCallWithoutItsChannel() {
    Watched channel = new Watched();
    List<Status> ends = new ArrayList<>();
    var call =
        DeadlinePolicy.unary(Duration.ofSeconds(1))
            .newCall(
                method(MethodType.UNARY),
                CallOptions.DEFAULT.withDeadlineAfter(-3, TimeUnit.SECONDS),
                channel);

    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onClose(Status status, Metadata trailers) {
            ends.add(status);
          }
        },
        new Metadata());
    call.sendMessage("late");
    call.halfClose();
    call.cancel("late", null);

    assertThat(channel.contexts).isEmpty();
    assertThat(ends).hasSize(1);
    assertThat(ends.get(0).getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    assertThat(ends.get(0).getDescription()).startsWith("a/B was not called").contains("stub");
  }

  @Test
  void keepsValuesOfADetachedCallAndNeitherDeadlineNorCancellation() {
    Context.Key<String> key = Context.key("value");
    Watched channel = new Watched();
    CallOptions detached = CallOptions.DEFAULT.withOption(DeadlinePolicy.DETACHED, true);
    try (Context.CancellableContext caller =
        Context.current()
            .withValue(key, "kept")
            .withDeadline(Deadline.after(1, TimeUnit.SECONDS, clock), SCHEDULER)) {
      Context previous = caller.attach();
      try {
        DeadlinePolicy.unary(Duration.ofHours(1))
            .newCall(method(MethodType.UNARY), detached, channel)
            .start(new ClientCall.Listener<>() {}, new Metadata());
        assertThat(Context.current().getDeadline()).isSameAs(caller.getDeadline());
      } finally {
        caller.detach(previous);
      }
      caller.cancel(null);
    }

    assertThat(channel.contexts)
        .hasSize(2)
        .allSatisfy(
            context -> {
              assertThat(key.get(context)).isEqualTo("kept");
              assertThat(context.getDeadline()).isNull();
              assertThat(context.isCancelled()).isFalse();
            });
    assertThat(channel.options.get(0).getDeadline().timeRemaining(TimeUnit.MINUTES))
        .isBetween(58L, 60L);
  }

  private CallOptions within(long callerMicros, Supplier<CallOptions> work) {
    try (Context.CancellableContext caller =
        Context.current()
            .withDeadline(Deadline.after(callerMicros, TimeUnit.MICROSECONDS, clock), SCHEDULER)) {
      Context previous = caller.attach();
      try {
        return work.get();
      } finally {
        caller.detach(previous);
      }
    }
  }

  private static long nanosLeft(CallOptions options) {
    return options.getDeadline().timeRemaining(TimeUnit.NANOSECONDS);
  }

  private static CallOptions apply(DeadlinePolicy policy, MethodType kind) {
    return policy.applyTo(method(kind), CallOptions.DEFAULT);
  }

  private static MethodDescriptor<String, String> method(MethodType kind) {
    MethodDescriptor.Marshaller<String> nothing =
        new MethodDescriptor.Marshaller<>() {
          @Override
          public InputStream stream(String value) {
            return new ByteArrayInputStream(new byte[0]);
          }

          @Override
          public String parse(InputStream stream) {
            return "";
          }
        };
    return MethodDescriptor.<String, String>newBuilder(nothing, nothing)
        .setType(kind)
        .setFullMethodName("a/B")
        .build();
  }

  /** A channel that keeps in which contexts its calls are made and started. */
  private static final class Watched extends Channel {

    private final List<Context> contexts = new ArrayList<>();
    private final List<CallOptions> options = new ArrayList<>();

    @Override
    public <ReqT, RespT> ClientCall<ReqT, RespT> newCall(
        MethodDescriptor<ReqT, RespT> method, CallOptions callOptions) {
      contexts.add(Context.current());
      options.add(callOptions);
      return new ClientCall<>() {
        @Override
        public void start(Listener<RespT> listener, Metadata headers) {
          contexts.add(Context.current());
        }

        @Override
        public void request(int count) {}

        @Override
        public void cancel(String message, Throwable cause) {}

        @Override
        public void halfClose() {}

        @Override
        public void sendMessage(ReqT message) {}
      };
    }

    @Override
    public String authority() {
      return "nowhere";
    }
  }
}
