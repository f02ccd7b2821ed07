package dev.grapnel.interceptors.metrics;

import dev.grapnel.core.lifecycle.Vital;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Registers meters. Never throws: no call may fail because it cannot be counted. */
final class Meters {

  private static final Logger logger = LoggerFactory.getLogger("grpc.metrics");

  /** The latency boundaries of gRFC A66 in microseconds, without 0: no call takes no time. */
  private static final Duration[] LATENCIES =
      LongStream.of(
              10,
              50,
              100,
              300,
              600,
              800,
              1_000,
              2_000,
              3_000,
              4_000,
              5_000,
              6_000,
              8_000,
              10_000,
              13_000,
              16_000,
              20_000,
              25_000,
              30_000,
              40_000,
              50_000,
              65_000,
              80_000,
              100_000,
              130_000,
              160_000,
              200_000,
              250_000,
              300_000,
              400_000,
              500_000,
              650_000,
              800_000,
              1_000_000,
              2_000_000,
              5_000_000,
              10_000_000,
              20_000_000,
              50_000_000,
              100_000_000)
          .mapToObj(micros -> Duration.of(micros, ChronoUnit.MICROS))
          .toArray(Duration[]::new);

  /** Those of them that matter to a call that waits: a histogram for each method costs series. */
  private static final Duration[] WAITS =
      LongStream.of(
              100,
              1_000,
              5_000,
              10_000,
              25_000,
              50_000,
              100_000,
              250_000,
              500_000,
              1_000_000,
              2_000_000,
              5_000_000,
              10_000_000)
          .mapToObj(micros -> Duration.of(micros, ChronoUnit.MICROS))
          .toArray(Duration[]::new);

  /** The size boundaries of gRFC A66, without 0, which Micrometer does not take. */
  private static final double[] SIZES = {
    1L << 10, 1L << 11, 1L << 12, 1L << 14, 1L << 16, 1L << 18, 1L << 20, 1L << 22, 1L << 24,
    1L << 26, 1L << 28, 1L << 30, 1L << 32
  };

  /** Meters of a composite of nothing do nothing. */
  private static final MeterRegistry NOWHERE = new CompositeMeterRegistry();

  private final MeterRegistry registry;
  private final Clock clock;

  Meters(MeterRegistry registry) {
    this.registry = registry;
    this.clock = registry.config().clock();
  }

  /** Reads the registry's clock, in nanoseconds. */
  long now() {
    return clock.monotonicTime();
  }

  Counter counter(String name, String help, Tags tags) {
    Counter.Builder counter = Counter.builder(name).description(help).tags(tags);
    return register(name, counter::register);
  }

  Timer latency(String name, String help, Tags tags) {
    Timer.Builder timer =
        Timer.builder(name).description(help).tags(tags).serviceLevelObjectives(LATENCIES);
    return register(name, timer::register);
  }

  DistributionSummary bytes(String name, String help, Tags tags) {
    return register(name, summary(name, help, tags)::register);
  }

  DistributionSummary byteBuckets(String name, String help, Tags tags) {
    return register(name, summary(name, help, tags).serviceLevelObjectives(SIZES)::register);
  }

  private static DistributionSummary.Builder summary(String name, String help, Tags tags) {
    return DistributionSummary.builder(name).description(help).baseUnit("bytes").tags(tags);
  }

  Timer wait(String name, String help, Tags tags) {
    Timer.Builder timer =
        Timer.builder(name).description(help).tags(tags).serviceLevelObjectives(WAITS);
    return register(name, timer::register);
  }

  /** Shows what a server tells of itself, together with other servers on this registry. */
  void add(Vital vital) {
    VitalNumbers numbers = VitalNumbers.of(registry, vital);
    numbers.add(vital);
    Tags tags = tags(vital);
    String unit = unit(vital);
    if (vital.kind() == Vital.Kind.COUNTER) {
      FunctionCounter.Builder<VitalNumbers> counter =
          FunctionCounter.builder(vital.name(), numbers, VitalNumbers::count)
              .description(vital.description())
              .tags(tags)
              .baseUnit(unit);
      register(vital.name(), counter::register);
    } else {
      // The times of two servers do not add up.
      boolean time = vital.unit().equals("s");
      Gauge.Builder<VitalNumbers> gauge =
          Gauge.builder(vital.name(), numbers, time ? VitalNumbers::least : VitalNumbers::sum)
              .description(vital.description())
              .tags(tags)
              .baseUnit(unit);
      register(vital.name(), gauge::register);
    }
  }

  void remove(Vital vital) {
    VitalNumbers.of(registry, vital).remove(vital);
  }

  /** Micrometer's name of the unit; null for none, as an empty one ends up in the name. */
  private static @Nullable String unit(Vital vital) {
    return switch (vital.unit()) {
      case "" -> null;
      case "s" -> "seconds";
      case "By" -> "bytes";
      default -> vital.unit();
    };
  }

  private static Tags tags(Vital vital) {
    Tags tags = Tags.empty();
    for (Map.Entry<String, String> label : vital.labels().entrySet()) {
      tags = tags.and(label.getKey(), label.getValue());
    }
    return tags;
  }

  /** Returns what moves the gauge; threads may be seen in an order that would make it negative. */
  LongAdder gauge(String name, String help, Tags tags) {
    LongAdder number = GaugeNumbers.of(registry, name + tags);
    Gauge.Builder<LongAdder> gauge =
        Gauge.builder(name, number, counted -> Math.max(0, counted.sum()))
            .description(help)
            .tags(tags)
            .strongReference(true);
    register(name, gauge::register);
    return number;
  }

  private <M> M register(String name, Function<MeterRegistry, M> registration) {
    try {
      return registration.apply(registry);
    } catch (RuntimeException refused) {
      logger.warn("{} is not measured: the registry refuses the meter", name, refused);
      return registration.apply(NOWHERE);
    }
  }
}
