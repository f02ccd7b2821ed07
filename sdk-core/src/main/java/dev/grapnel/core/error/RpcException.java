package dev.grapnel.core.error;

import com.google.protobuf.Message;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A call's failure with its status code, a text for people and typed details: the one exception
 * that handlers throw and clients catch.
 *
 * <p>It is a {@link StatusRuntimeException}, so plain grpc-java servers send it and existing catch
 * clauses see it. The description and details go to the peer: put nothing secret into them.
 */
public final class RpcException extends StatusRuntimeException {

  private static final long serialVersionUID = 1L;

  private RpcException(Status status, @Nullable Metadata trailers) {
    super(status, trailers);
  }

  /**
   * Creates a failure to throw from a handler.
   *
   * @param code the status code, anything but OK
   * @param description a text for people, sent to the client
   * @param details google.rpc details or other messages, sent to the client
   * @return the exception
   * @throws IllegalArgumentException if the code is OK
   */
  public static RpcException of(Status.Code code, String description, Message... details) {
    if (code == Status.Code.OK) {
      throw new IllegalArgumentException("OK is no failure: expected any other status code");
    }
    Status status = code.toStatus().withDescription(description);
    return new RpcException(
        status, details.length == 0 ? null : StatusTrailers.of(status, details));
  }

  /**
   * Reads a failed call on the client: finds the status in an exception of a blocking stub, a
   * future or a stream.
   *
   * @param failure what the call failed with; its cause chain is searched
   * @return the failure itself if it is one of ours, else a new one with it as cause; UNKNOWN if it
   *     has no status
   */
  public static RpcException from(Throwable failure) {
    Throwable unwrapped = unwrap(failure);
    if (unwrapped instanceof RpcException already) {
      return already;
    }
    // The cause goes in by way of the status: a StatusRuntimeException takes no other.
    Status status = Status.fromThrowable(unwrapped).withCause(failure);
    return new RpcException(status, Status.trailersFromThrowable(unwrapped));
  }

  /**
   * Finds a status that a handler or a call chose on purpose.
   *
   * @param failure any exception; the wrappers that futures add are taken off
   * @return the failure as an {@code RpcException}, or empty if nobody chose a status for it
   */
  public static Optional<RpcException> find(Throwable failure) {
    Throwable unwrapped = unwrap(failure);
    if (unwrapped instanceof StatusRuntimeException || unwrapped instanceof StatusException) {
      return Optional.of(from(unwrapped));
    }
    return Optional.empty();
  }

  /**
   * Returns the status code.
   *
   * @return the code, never OK
   */
  public Status.Code code() {
    return getStatus().getCode();
  }

  /**
   * Returns the text for people.
   *
   * @return the description; empty if there is none
   */
  public String description() {
    String description = getStatus().getDescription();
    return description == null ? "" : description;
  }

  /**
   * Returns the typed details.
   *
   * @return the details; none if the peer sent none, they cannot be parsed or belong to another
   *     status code
   */
  public ErrorDetails details() {
    try {
      com.google.rpc.Status rich = StatusProto.fromStatusAndTrailers(getStatus(), getTrailers());
      return ErrorDetails.of(rich.getDetailsList());
    } catch (IllegalArgumentException damagedByThePeer) {
      return ErrorDetails.of(List.of());
    }
  }

  static Throwable unwrap(Throwable failure) {
    Throwable current = failure;
    while ((current instanceof CompletionException || current instanceof ExecutionException)
        && current.getCause() != null) {
      current = current.getCause();
    }
    return current;
  }
}
