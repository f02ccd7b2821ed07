package dev.grapnel.client.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grapnel.core.policy.DeadlinePolicy;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.MethodDescriptor;
import io.grpc.health.v1.HealthGrpc;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TimeoutInterceptorTest {

  private static final MethodDescriptor<?, ?> UNARY = HealthGrpc.getCheckMethod();
  private static final MethodDescriptor<?, ?> STREAM = HealthGrpc.getWatchMethod();

  private final TimeoutInterceptor interceptor =
      TimeoutInterceptor.of(
          DeadlinePolicy.unary(Duration.ofHours(1)),
          method -> method == STREAM ? Optional.of(Duration.ofHours(5)) : Optional.empty());

  @Test
  void aMethodWithoutATimeoutTakesThatOfTheClient() {
    assertThat(minutesOf(UNARY, CallOptions.DEFAULT)).isBetween(55L, 60L);
  }

  @Test
  void aMethodsTimeoutIsForStreamsToo() {
    assertThat(minutesOf(STREAM, CallOptions.DEFAULT)).isBetween(295L, 300L);
  }

  @Test
  void theEarlierOfAMethodsTimeoutAndAStubsDeadlineHolds() {
    CallOptions early = CallOptions.DEFAULT.withDeadlineAfter(10, TimeUnit.MINUTES);
    CallOptions late = CallOptions.DEFAULT.withDeadlineAfter(10, TimeUnit.HOURS);

    assertThat(minutesOf(STREAM, early)).isBetween(5L, 10L);
    assertThat(minutesOf(STREAM, late)).isBetween(295L, 300L);
    assertThat(minutesOf(UNARY, late)).isBetween(595L, 600L);
  }

  @Test
  void aCallerThatHasLessTimeHolds() throws Exception {
    ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    try (Context.CancellableContext caller =
        Context.current().withDeadlineAfter(20, TimeUnit.MINUTES, scheduler)) {
      assertThat(caller.call(() -> minutesOf(STREAM, CallOptions.DEFAULT))).isBetween(15L, 20L);
    } finally {
      scheduler.shutdownNow();
    }
  }

  private long minutesOf(MethodDescriptor<?, ?> method, CallOptions options) {
    Seen seen = new Seen();
    assertThatThrownBy(() -> interceptor.interceptCall(method, options, seen))
        .isInstanceOf(UnsupportedOperationException.class);
    Deadline deadline = seen.deadline;
    return deadline == null ? -1 : deadline.timeRemaining(TimeUnit.MINUTES);
  }

  /** Notes the deadline of a call, which is not made. */
  private static final class Seen extends Channel {

    @Nullable Deadline deadline;

    @Override
    public <ReqT, RespT> ClientCall<ReqT, RespT> newCall(
        MethodDescriptor<ReqT, RespT> method, CallOptions options) {
      deadline = options.getDeadline();
      throw new UnsupportedOperationException();
    }

    @Override
    public String authority() {
      return "none";
    }
  }
}
