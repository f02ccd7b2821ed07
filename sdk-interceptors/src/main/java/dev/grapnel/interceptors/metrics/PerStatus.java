package dev.grapnel.interceptors.metrics;

import io.grpc.Status;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The meters of one method for each status, made when the status first occurs. Thread-safe. */
final class PerStatus<M> {

  private static final int CODES = Status.Code.values().length;

  private final AtomicReferenceArray<@Nullable M> meters = new AtomicReferenceArray<>(CODES);
  private final Function<Status.Code, M> register;

  PerStatus(Function<Status.Code, M> register) {
    this.register = register;
  }

  /** Two threads may register at once: a registry gives both the same meter. */
  M get(Status.Code code) {
    M known = meters.get(code.value());
    if (known != null) {
      return known;
    }
    M added = register.apply(code);
    meters.set(code.value(), added);
    return added;
  }
}
