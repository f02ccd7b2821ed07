package dev.grapnel.interceptors.metrics;

import io.grpc.ClientStreamTracer;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.Status;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Measures each attempt of the calls of one method, below retries, where sizes are compressed. */
final class A66Attempts extends ClientStreamTracer.Factory {

  private record Ended(Timer duration, DistributionSummary sent, DistributionSummary received) {}

  private final Meters meters;
  private final Counter started;
  private final PerStatus<Ended> ended;

  A66Attempts(Meters meters, Tags tags) {
    this.meters = meters;
    started = meters.counter("grpc.client.attempt.started", "Attempts that were started", tags);
    ended = new PerStatus<>(code -> register(meters, tags.and("grpc.status", code.name())));
  }

  private static Ended register(Meters meters, Tags tags) {
    return new Ended(
        meters.latency("grpc.client.attempt.duration", "Time to complete an attempt", tags),
        meters.byteBuckets(
            "grpc.client.attempt.sent_total_compressed_message_size",
            "Compressed bytes of all messages sent in an attempt",
            tags),
        meters.byteBuckets(
            "grpc.client.attempt.rcvd_total_compressed_message_size",
            "Compressed bytes of all messages received in an attempt",
            tags));
  }

  @Override
  public ClientStreamTracer newClientStreamTracer(
      ClientStreamTracer.StreamInfo info, Metadata headers) {
    started.increment();
    return new Attempt(info.getCallOptions().getDeadline(), meters.now());
  }

  private final class Attempt extends ClientStreamTracer {

    private final @Nullable Deadline deadline;
    private final long begin;
    private final LongAdder sent = new LongAdder();
    private final LongAdder received = new LongAdder();
    private final AtomicBoolean closed = new AtomicBoolean();

    Attempt(@Nullable Deadline deadline, long begin) {
      this.deadline = deadline;
      this.begin = begin;
    }

    @Override
    public void outboundWireSize(long bytes) {
      sent.add(bytes);
    }

    @Override
    public void inboundWireSize(long bytes) {
      received.add(bytes);
    }

    @Override
    public void streamClosed(Status status) {
      if (closed.compareAndSet(false, true)) {
        Ended of = ended.get(code(status));
        of.duration().record(Math.max(0, meters.now() - begin), TimeUnit.NANOSECONDS);
        of.sent().record(sent.doubleValue());
        of.received().record(received.doubleValue());
      }
    }

    /** A server whose timer fires first can only reset the stream, which looks like CANCELLED. */
    private Status.Code code(Status status) {
      Status.Code code = status.getCode();
      return code == Status.Code.CANCELLED && deadline != null && deadline.isExpired()
          ? Status.Code.DEADLINE_EXCEEDED
          : code;
    }
  }
}
