package dev.grapnel.interceptors.limits;

import com.google.rpc.QuotaFailure;
import dev.grapnel.core.error.StatusTrailers;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.time.Duration;

/** The end of a call that is over a limit. */
final class Refusal {

  /** What clients can read of a pushback: they take it for an int. */
  private static final Duration LONGEST = Duration.ofMillis(Integer.MAX_VALUE);

  private static final long ALMOST_A_MILLISECOND = 999_999;

  private final Status status;
  private final String limit;

  /** Takes the status text, and the limit in words. */
  Refusal(String description, String limit) {
    this.status = Status.RESOURCE_EXHAUSTED.withDescription(description);
    this.limit = limit;
  }

  void close(ServerCall<?, ?> call, LimitSubject subject, Duration wait) {
    QuotaFailure.Violation violation =
        QuotaFailure.Violation.newBuilder()
            .setSubject(subject.kind())
            .setDescription(limit)
            .build();
    call.close(
        status,
        StatusTrailers.retryAfter(
            status, wholeMillis(wait), QuotaFailure.newBuilder().addViolations(violation).build()));
  }

  /** Rounds up: who comes a part of a millisecond too early is refused again. */
  private static long wholeMillis(Duration wait) {
    return wait.compareTo(LONGEST) >= 0
        ? Integer.MAX_VALUE
        : wait.plusNanos(ALMOST_A_MILLISECOND).toMillis();
  }
}
