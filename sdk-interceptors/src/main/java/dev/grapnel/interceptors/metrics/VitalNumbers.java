package dev.grapnel.interceptors.metrics;

import dev.grapnel.core.lifecycle.Vital;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.DoubleStream;

/**
 * The vitals behind one meter: a registry keeps the first meter of an id, so that several servers
 * have to share it. Thread-safe.
 */
final class VitalNumbers {

  /**
   * Weak, so that a registry that is dropped takes its numbers along when its servers are closed.
   */
  private static final Map<MeterRegistry, Map<String, VitalNumbers>> BY_REGISTRY =
      new WeakHashMap<>();

  private final Set<Vital> open = new LinkedHashSet<>();
  private double ofClosedServers;

  private VitalNumbers() {}

  static VitalNumbers of(MeterRegistry registry, Vital vital) {
    Map<String, VitalNumbers> numbers;
    synchronized (BY_REGISTRY) {
      numbers = BY_REGISTRY.computeIfAbsent(registry, unknown -> new ConcurrentHashMap<>());
    }
    return numbers.computeIfAbsent(vital.name() + vital.labels(), unknown -> new VitalNumbers());
  }

  /** One that is told twice, as an interceptor of two services is, counts once. */
  synchronized void add(Vital vital) {
    open.add(vital);
  }

  /** What was counted stays counted, or rates would break. */
  synchronized void remove(Vital vital) {
    if (open.remove(vital)) {
      ofClosedServers += vital.value().getAsDouble();
    }
  }

  synchronized double count() {
    return ofClosedServers + values().sum();
  }

  synchronized double sum() {
    return values().sum();
  }

  /** The shortest of times; NaN when no server is open. */
  synchronized double least() {
    return values().min().orElse(Double.NaN);
  }

  private DoubleStream values() {
    return open.stream().mapToDouble(vital -> vital.value().getAsDouble());
  }
}
