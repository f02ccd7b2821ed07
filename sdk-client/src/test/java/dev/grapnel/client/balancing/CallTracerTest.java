package dev.grapnel.client.balancing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.testing.time.VirtualClock;
import io.grpc.CallOptions;
import io.grpc.ClientStreamTracer;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.EquivalentAddressGroup;
import io.grpc.Metadata;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallTracerTest {

  private final VirtualClock clock = VirtualClock.create();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AddressStatistics statistics = new AddressStatistics();

  @AfterEach
  void leaksNothing() {
    assertThat(statistics.running()).isZero();
    assertThat(waiting).hasValue(0);
  }

  @Test
  void countsNothingForAStreamThatIsNeverStarted() {
    tracer(CallOptions.DEFAULT);
    tracer(CallOptions.DEFAULT).streamClosed(Status.UNAVAILABLE);

    assertThat(sample().calls()).isZero();
  }

  @Test
  void countsACallFromItsFirstMessageUntilItIsClosed() {
    ClientStreamTracer tracer = tracer(CallOptions.DEFAULT);
    tracer.outboundMessage(0);
    assertThat(waiting).hasValue(1);
    assertThat(statistics.running()).isEqualTo(1);
    tracer.outboundHeaders();
    tracer.outboundMessage(1);
    assertThat(waiting).hasValue(0);
    assertThat(statistics.running()).isEqualTo(1);
    clock.advance(Duration.ofMillis(7));

    tracer.streamClosed(Status.OK);
    tracer.streamClosed(Status.OK);

    AddressSample sample = sample();
    assertThat(sample.calls()).isEqualTo(1);
    assertThat(sample.failures()).isZero();
    assertThat(sample.timed()).isEqualTo(1);
    assertThat(sample.median()).isBetween(6_000_000L, 8_000_000L);
    assertThat(sample().calls()).isZero();
  }

  @Test
  void countsAStreamFromItsHeaders() {
    ClientStreamTracer tracer =
        new CallTracer.Factory(statistics, events(), clock, false)
            .newClientStreamTracer(info(CallOptions.DEFAULT), new Metadata());
    tracer.outboundHeaders();
    assertThat(statistics.running()).isEqualTo(1);
    clock.advance(Duration.ofMinutes(1));

    tracer.streamClosed(Status.INTERNAL);

    AddressSample sample = sample();
    assertThat(sample.failures()).isEqualTo(1);
    assertThat(sample.timed()).isZero();
  }

  @Test
  void givesUpWaitingWhenACallEndsBeforeItWasSent() {
    ClientStreamTracer tracer = tracer(CallOptions.DEFAULT);
    tracer.outboundMessage(0);

    tracer.streamClosed(Status.CANCELLED);
    tracer.outboundHeaders();

    assertThat(sample().calls()).isZero();
  }

  @Test
  void takesTheTimeOfACancelledCallButNoFailure() {
    ClientStreamTracer tracer = tracer(CallOptions.DEFAULT);
    tracer.outboundHeaders();
    clock.advance(Duration.ofMillis(7));

    tracer.streamClosed(Status.CANCELLED);

    AddressSample sample = sample();
    assertThat(sample.calls()).isZero();
    assertThat(sample.timed()).isEqualTo(1);
  }

  @Test
  void countsACallThatIsCancelledAfterItsDeadlineAsFailed() throws Exception {
    ClientStreamTracer own = tracer(CallOptions.DEFAULT.withDeadlineAfter(-1, TimeUnit.SECONDS));
    ClientStreamTracer outer = ofCallWithDeadlineBehind();
    own.outboundHeaders();
    outer.outboundHeaders();

    own.streamClosed(Status.CANCELLED);
    outer.streamClosed(Status.CANCELLED);

    assertThat(sample().failures()).isEqualTo(2);
  }

  /** As a call is that a handler makes whose own call is out of time. */
  private ClientStreamTracer ofCallWithDeadlineBehind() throws Exception {
    Deadline behind = Deadline.after(-1, TimeUnit.SECONDS);
    try (Context.CancellableContext late =
        Context.current().withDeadline(behind, clock.scheduler())) {
      return late.call(() -> tracer(CallOptions.DEFAULT.withDeadlineAfter(1, TimeUnit.HOURS)));
    }
  }

  private ClientStreamTracer tracer(CallOptions options) {
    return new CallTracer.Factory(statistics, events(), clock, true)
        .newClientStreamTracer(info(options), new Metadata());
  }

  private static ClientStreamTracer.StreamInfo info(CallOptions options) {
    return ClientStreamTracer.StreamInfo.newBuilder().setCallOptions(options).build();
  }

  private AddressSample sample() {
    long interval = Duration.ofSeconds(5).toNanos();
    AddressSample sample = statistics.sample(false, interval, interval);
    statistics.nextInterval();
    statistics.reset();
    return sample;
  }

  private AddressEvents events() {
    return new AddressEvents() {
      @Override
      public void ejected(EquivalentAddressGroup address, String reason) {}

      @Override
      public void readmitted(EquivalentAddressGroup address) {}

      @Override
      public void waitingStreams(int change) {
        waiting.addAndGet(change);
      }
    };
  }
}
