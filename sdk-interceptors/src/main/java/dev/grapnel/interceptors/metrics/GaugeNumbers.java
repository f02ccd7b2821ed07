package dev.grapnel.interceptors.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * The numbers behind gauges, one set for each registry: a registry keeps the first gauge of an id,
 * so that a second server or interceptor has to move the number of the first.
 */
final class GaugeNumbers {

  /** Weak, and no number knows its registry: one that is dropped takes its numbers along. */
  private static final Map<MeterRegistry, Map<String, LongAdder>> BY_REGISTRY = new WeakHashMap<>();

  private GaugeNumbers() {}

  static LongAdder of(MeterRegistry registry, String id) {
    Map<String, LongAdder> numbers;
    synchronized (BY_REGISTRY) {
      numbers = BY_REGISTRY.computeIfAbsent(registry, unknown -> new ConcurrentHashMap<>());
    }
    return numbers.computeIfAbsent(id, unknown -> new LongAdder());
  }
}
