package dev.grapnel.interceptors.metrics;

import com.google.protobuf.MessageLite;
import dev.grapnel.core.config.Toggle;
import io.grpc.CallOptions;
import io.grpc.Status;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** All meters of one method on one side; a call finds them once. Thread-safe. */
final class MethodMeters {

  private final Meters meters;
  private final PerStatus<Counter> requests;
  private final Timer duration;
  private final LongAdder active;
  private final Counter received;
  private final Counter sent;
  private final @Nullable DistributionSummary receivedBytes;
  private final @Nullable DistributionSummary sentBytes;
  private final @Nullable A66Meters a66;
  private final Tags tags;
  private volatile @Nullable Timer queueWait;

  MethodMeters(
      Meters meters, Side side, String method, Toggle messageSizes, @Nullable A66Meters a66) {
    this.tags = Tags.of("method", method);
    this.meters = meters;
    this.a66 = a66;
    requests =
        new PerStatus<>(
            code ->
                meters.counter(
                    side.name("requests"), "Calls that ended", tags.and("status", code.name())));
    duration =
        meters.latency(
            side.name("request.duration"), "Time from the start of a call to its end", tags);
    active = meters.gauge(side.name("active.calls"), "Calls that are open", tags);
    received = meters.counter(side.name("messages.received"), "Messages received", tags);
    sent = meters.counter(side.name("messages.sent"), "Messages sent", tags);
    boolean sized = messageSizes.isOn();
    receivedBytes =
        sized
            ? meters.bytes(side.name("message.received"), "Size of each message received", tags)
            : null;
    sentBytes =
        sized ? meters.bytes(side.name("message.sent"), "Size of each message sent", tags) : null;
  }

  /** Counts the begin of a call and tells when that was, for {@link #ended}. */
  long started() {
    active.increment();
    if (a66 != null) {
      a66.started();
    }
    return meters.now();
  }

  /** Not shown before a call has waited: methods on the event loop never do. */
  void waited(Duration time) {
    if (time.isZero()) {
      return;
    }
    Timer timer = queueWait;
    if (timer == null) {
      timer =
          meters.wait("grpc.server.call.queue.wait", "Time that calls waited for a thread", tags);
      queueWait = timer;
    }
    timer.record(time);
  }

  void ended(Status.Code code, long started) {
    active.decrement();
    record(code, Math.max(0, meters.now() - started));
  }

  /** Counts a call that ended before it began. */
  void neverStarted(Status.Code code) {
    record(code, 0);
  }

  private void record(Status.Code code, long nanos) {
    requests.get(code).increment();
    duration.record(nanos, TimeUnit.NANOSECONDS);
    if (a66 != null) {
      a66.ended(code, nanos);
    }
  }

  void received(Object message) {
    received.increment();
    size(message, receivedBytes);
  }

  void sent(Object message) {
    sent.increment();
    size(message, sentBytes);
  }

  private static void size(Object message, @Nullable DistributionSummary sizes) {
    if (sizes != null && message instanceof MessageLite known) {
      sizes.record(known.getSerializedSize());
    }
  }

  void sizes(Status.Code code, double sent, double received) {
    if (a66 != null) {
      a66.sizes(code, sent, received);
    }
  }

  CallOptions traced(CallOptions options) {
    return a66 == null ? options : a66.traced(options);
  }
}
