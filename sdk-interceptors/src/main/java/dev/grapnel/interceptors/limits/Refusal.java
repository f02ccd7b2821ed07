package dev.grapnel.interceptors.limits;

import com.google.protobuf.Any;
import com.google.rpc.Code;
import com.google.rpc.QuotaFailure;
import com.google.rpc.RetryInfo;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.protobuf.ProtoUtils;
import java.time.Duration;

/**
 * The end of a call that is over a limit. Made without an exception: refusing has to be cheap just
 * when there is too much to do.
 */
final class Refusal {

  private static final Metadata.Key<String> PUSHBACK =
      Metadata.Key.of("grpc-retry-pushback-ms", Metadata.ASCII_STRING_MARSHALLER);

  private static final Metadata.Key<com.google.rpc.Status> DETAILS =
      Metadata.Key.of(
          "grpc-status-details-bin",
          ProtoUtils.metadataMarshaller(com.google.rpc.Status.getDefaultInstance()));

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
    long millis = wholeMillis(wait);
    Metadata trailers = new Metadata();
    trailers.put(PUSHBACK, Long.toString(millis));
    trailers.put(DETAILS, details(subject, millis));
    call.close(status, trailers);
  }

  private com.google.rpc.Status details(LimitSubject subject, long millis) {
    QuotaFailure.Violation violation =
        QuotaFailure.Violation.newBuilder()
            .setSubject(subject.kind())
            .setDescription(limit)
            .build();
    com.google.protobuf.Duration delay =
        com.google.protobuf.Duration.newBuilder()
            .setSeconds(millis / 1000)
            .setNanos((int) (millis % 1000) * 1_000_000)
            .build();
    return com.google.rpc.Status.newBuilder()
        .setCode(Code.RESOURCE_EXHAUSTED_VALUE)
        .setMessage(status.getDescription())
        .addDetails(Any.pack(RetryInfo.newBuilder().setRetryDelay(delay).build()))
        .addDetails(Any.pack(QuotaFailure.newBuilder().addViolations(violation).build()))
        .build();
  }

  /** Rounds up: who comes a part of a millisecond too early is refused again. */
  private static long wholeMillis(Duration wait) {
    return wait.compareTo(LONGEST) >= 0
        ? Integer.MAX_VALUE
        : wait.plusNanos(ALMOST_A_MILLISECOND).toMillis();
  }
}
