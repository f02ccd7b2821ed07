package dev.grapnel.server.overload;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.rpc.RetryInfo;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.protobuf.ProtoUtils;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;

/** Why a call is not started, and how many were not for that reason. */
final class Rejection {

  private static final Metadata.Key<String> PUSHBACK =
      Metadata.Key.of("grpc-retry-pushback-ms", Metadata.ASCII_STRING_MARSHALLER);

  private static final Metadata.Key<com.google.rpc.Status> DETAILS =
      Metadata.Key.of(
          "grpc-status-details-bin",
          ProtoUtils.metadataMarshaller(com.google.rpc.Status.getDefaultInstance()));

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
    Metadata trailers = new Metadata();
    if (retryMillis > 0) {
      // At random, so that those refused together do not come back together.
      long millis = retryMillis + ThreadLocalRandom.current().nextLong(retryMillis);
      trailers.put(PUSHBACK, Long.toString(millis));
      trailers.put(DETAILS, details(millis));
    }
    call.close(status, trailers);
  }

  private com.google.rpc.Status details(long millis) {
    Duration delay =
        Duration.newBuilder()
            .setSeconds(millis / 1000)
            .setNanos((int) (millis % 1000) * 1_000_000)
            .build();
    return com.google.rpc.Status.newBuilder()
        .setCode(status.getCode().value())
        .setMessage(status.getDescription())
        .addDetails(Any.pack(RetryInfo.newBuilder().setRetryDelay(delay).build()))
        .build();
  }
}
