package dev.grapnel.interceptors.metrics;

import io.grpc.CallOptions;
import io.grpc.Status;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The instruments of gRFC A66 for one method on one side, as far as they can be told truly.
 *
 * @see <a href="https://github.com/grpc/proposal/blob/master/A66-otel-stats.md">gRFC A66</a>
 */
final class A66Meters {

  private final @Nullable Counter started;
  private final PerStatus<Timer> durations;
  private final @Nullable PerStatus<Sizes> sizes;
  private final @Nullable A66Attempts attempts;

  private record Sizes(DistributionSummary sent, DistributionSummary received) {}

  private A66Meters(
      @Nullable Counter started,
      PerStatus<Timer> durations,
      @Nullable PerStatus<Sizes> sizes,
      @Nullable A66Attempts attempts) {
    this.started = started;
    this.durations = durations;
    this.sizes = sizes;
    this.attempts = attempts;
  }

  static A66Meters server(Meters meters, String method) {
    Tags tags = Tags.of("grpc.method", method);
    return new A66Meters(
        meters.counter("grpc.server.call.started", "Calls that were started", tags),
        durations(meters, "grpc.server.call.duration", tags),
        new PerStatus<>(code -> sizes(meters, tags.and("grpc.status", code.name()))),
        null);
  }

  static A66Meters client(Meters meters, String method, String target) {
    Tags tags = Tags.of("grpc.method", method, "grpc.target", target);
    return new A66Meters(
        null,
        durations(meters, "grpc.client.call.duration", tags),
        null,
        new A66Attempts(meters, tags));
  }

  private static Sizes sizes(Meters meters, Tags tags) {
    return new Sizes(
        meters.byteBuckets(
            "grpc.server.call.sent_total_compressed_message_size",
            "Compressed bytes of all messages sent in a call",
            tags),
        meters.byteBuckets(
            "grpc.server.call.rcvd_total_compressed_message_size",
            "Compressed bytes of all messages received in a call",
            tags));
  }

  private static PerStatus<Timer> durations(Meters meters, String name, Tags tags) {
    return new PerStatus<>(
        code ->
            meters.latency(name, "Time to complete a call", tags.and("grpc.status", code.name())));
  }

  void started() {
    if (started != null) {
      started.increment();
    }
  }

  void ended(Status.Code code, long nanos) {
    durations.get(code).record(nanos, TimeUnit.NANOSECONDS);
  }

  void sizes(Status.Code code, double sent, double received) {
    if (sizes != null) {
      Sizes of = sizes.get(code);
      of.sent().record(sent);
      of.received().record(received);
    }
  }

  CallOptions traced(CallOptions options) {
    return attempts == null ? options : options.withStreamTracerFactory(attempts);
  }
}
