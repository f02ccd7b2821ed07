package dev.grapnel.server.overload;

import dev.grapnel.core.error.StatusTrailers;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;

/** Why a call is not started, and how many were not for that reason. */
final class Rejection {

  private final LongAdder count = new LongAdder();
  private final String reason;
  private final Status status;
  private final long retryMillis;

  private Rejection(String reason, Status status, long retryMillis) {
    this.reason = reason;
    this.status = status;
    this.retryMillis = retryMillis;
  }

  /** The server is overloaded: the client may come again, between once and twice that later. */
  static Rejection overloaded(String reason, String description, long retryMillis) {
    return new Rejection(
        reason, Status.RESOURCE_EXHAUSTED.withDescription(description), Math.max(1, retryMillis));
  }

  /** Nobody waits for the answer any more. */
  static Rejection late(String reason, Status status) {
    return new Rejection(reason, status, 0);
  }

  String reason() {
    return reason;
  }

  long count() {
    return count.sum();
  }

  /** Made without an exception: refusing has to be cheap just when there is too much to do. */
  void close(ServerCall<?, ?> call) {
    count.increment();
    call.close(status, retryMillis == 0 ? new Metadata() : trailers());
  }

  private Metadata trailers() {
    // At random, so that those refused together do not come back together.
    long millis = retryMillis + ThreadLocalRandom.current().nextLong(retryMillis);
    return StatusTrailers.retryAfter(status, millis);
  }
}
