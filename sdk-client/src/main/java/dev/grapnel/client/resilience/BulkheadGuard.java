package dev.grapnel.client.resilience;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.grpc.Status;
import java.util.List;
import java.util.stream.Stream;

/** Takes a place in a bulkhead for as long as a call runs. */
final class BulkheadGuard {

  private final Bulkhead bulkhead;

  private BulkheadGuard(Bulkhead bulkhead) {
    this.bulkhead = bulkhead;
  }

  static BulkheadGuard of(BulkheadRegistry registry, String name) {
    return new BulkheadGuard(registry.bulkhead(name));
  }

  static void check(BulkheadRegistry registry, List<String> problems) {
    Stream.concat(
            Stream.of(registry.getDefaultConfig()),
            registry.getAllBulkheads().stream().map(Bulkhead::getBulkheadConfig))
        .map(BulkheadConfig::getMaxWaitDuration)
        .filter(wait -> !wait.isZero())
        .distinct()
        .forEach(
            wait ->
                problems.add(
                    "bulkhead lets calls wait: maxWaitDuration is "
                        + wait
                        + ", expected Duration.ZERO, as a call may start on a thread that must not"
                        + " be held"));
  }

  Bulkhead bulkhead() {
    return bulkhead;
  }

  /** An interrupted thread would be told that there is no place, even if there is. */
  boolean enter() {
    boolean interrupted = Thread.interrupted();
    try {
      return bulkhead.tryAcquirePermission();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** For a call that did not begin. */
  void leave() {
    bulkhead.releasePermission();
  }

  void ended() {
    bulkhead.onComplete();
  }

  Refusal refusal() {
    return Refusal.of(
        Status.RESOURCE_EXHAUSTED
            .withDescription(
                "bulkhead "
                    + bulkhead.getName()
                    + " is full: it lets "
                    + bulkhead.getBulkheadConfig().getMaxConcurrentCalls()
                    + " calls run at once")
            .withCause(BulkheadFullException.createBulkheadFullException(bulkhead)));
  }
}
