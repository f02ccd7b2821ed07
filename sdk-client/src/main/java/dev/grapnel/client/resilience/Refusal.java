package dev.grapnel.client.resilience;

import io.grpc.Metadata;
import io.grpc.Status;
import java.time.Duration;

/** What a call that is not let through ends with. */
record Refusal(Status status, Metadata trailers) {

  static Refusal of(Status status) {
    return new Refusal(status, new Metadata());
  }

  static String time(Duration time) {
    long nanos = time.toNanos();
    if (nanos % 1_000_000_000 == 0) {
      return nanos / 1_000_000_000 + " s";
    }
    return nanos % 1_000_000 == 0 ? nanos / 1_000_000 + " ms" : nanos + " ns";
  }
}
