package dev.grapnel.interceptors.metrics;

import io.grpc.MethodDescriptor;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the meters of a method, and keeps names that others choose from making new ones. */
final class MethodTable {

  static final String OTHER = "other";

  private static final Logger logger = LoggerFactory.getLogger("grpc.metrics");

  private final ConcurrentHashMap<String, MethodMeters> byName = new ConcurrentHashMap<>();
  private final Set<String> added;
  private final int maxMethods;
  private final Function<String, MethodMeters> create;
  private volatile @Nullable MethodMeters other;
  private volatile boolean full;

  MethodTable(Set<String> added, int maxMethods, Function<String, MethodMeters> create) {
    this.added = added;
    this.maxMethods = maxMethods;
    this.create = create;
  }

  MethodMeters find(MethodDescriptor<?, ?> method) {
    String name = method.getFullMethodName();
    MethodMeters known = byName.get(name);
    if (known != null) {
      return known;
    }
    boolean named = method.isSampledToLocalTracing() || added.contains(name);
    return named && !full ? add(name) : other();
  }

  private synchronized MethodMeters add(String name) {
    MethodMeters known = byName.get(name);
    if (known != null) {
      return known;
    }
    if (byName.size() >= maxMethods) {
      full = true;
      logger.warn(
          "more than {} methods are called: the rest is measured as method=\"{}\"",
          maxMethods,
          OTHER);
      return other();
    }
    MethodMeters meters = create.apply(name);
    byName.put(name, meters);
    return meters;
  }

  MethodMeters other() {
    MethodMeters known = other;
    return known == null ? addOther() : known;
  }

  private synchronized MethodMeters addOther() {
    MethodMeters known = other;
    if (known == null) {
      known = create.apply(OTHER);
      other = known;
    }
    return known;
  }
}
