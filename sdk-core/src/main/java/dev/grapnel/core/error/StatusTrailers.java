package dev.grapnel.core.error;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.rpc.RetryInfo;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.protobuf.ProtoUtils;

/**
 * Makes the trailers that carry google.rpc details beside a status. No exception is made for it:
 * refusing has to be cheap just when there is too much to do.
 */
public final class StatusTrailers {

  private static final Metadata.Key<com.google.rpc.Status> DETAILS =
      Metadata.Key.of(
          "grpc-status-details-bin",
          ProtoUtils.metadataMarshaller(com.google.rpc.Status.getDefaultInstance()));

  private static final Metadata.Key<String> PUSHBACK =
      Metadata.Key.of("grpc-retry-pushback-ms", Metadata.ASCII_STRING_MARSHALLER);

  private StatusTrailers() {}

  /**
   * Makes trailers with details.
   *
   * @param status the status they go with; its description is the message beside the details
   * @param details google.rpc details or other messages; an {@link Any} is taken as it is
   * @return new trailers
   */
  public static Metadata of(Status status, Message... details) {
    String description = status.getDescription();
    com.google.rpc.Status.Builder rich =
        com.google.rpc.Status.newBuilder()
            .setCode(status.getCode().value())
            .setMessage(description == null ? "" : description);
    for (Message detail : details) {
      rich.addDetails(detail instanceof Any any ? any : Any.pack(detail));
    }
    Metadata trailers = new Metadata();
    trailers.put(DETAILS, rich.build());
    return trailers;
  }

  /**
   * Makes trailers that tell when to come again: by RetryInfo for people's code, and by {@code
   * grpc-retry-pushback-ms} for the retries of gRPC's channels (gRFC A6).
   *
   * @param status the status they go with
   * @param millis how long to stay away, 0 to {@link Integer#MAX_VALUE}: clients take it for an int
   * @param more details that follow the RetryInfo
   * @return new trailers
   */
  public static Metadata retryAfter(Status status, long millis, Message... more) {
    Message[] details = new Message[more.length + 1];
    details[0] =
        RetryInfo.newBuilder()
            .setRetryDelay(
                Duration.newBuilder()
                    .setSeconds(millis / 1000)
                    .setNanos((int) (millis % 1000) * 1_000_000))
            .build();
    System.arraycopy(more, 0, details, 1, more.length);
    Metadata trailers = of(status, details);
    trailers.put(PUSHBACK, Long.toString(millis));
    return trailers;
  }
}
