package dev.grapnel.interceptors.errors;

import io.grpc.ClientStreamTracer;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Watches the attempts of one call for statuses that were received.
 *
 * <p>Trailers alone do not tell: without details they are as empty as those of a status made here.
 * The tracer of a stream is told of trailers only when they come from the wire.
 */
final class Attempts extends ClientStreamTracer.Factory {

  private volatile boolean traced;
  private volatile @Nullable Status received;

  @Override
  public ClientStreamTracer newClientStreamTracer(
      ClientStreamTracer.StreamInfo info, Metadata headers) {
    traced = true;
    return new Attempt();
  }

  /** Tells who ended the call with a status; after its end. A cause never comes over a wire. */
  FailureOrigin origin(Status status, Metadata trailers) {
    Status answer = received;
    if (answer == null) {
      return traced || trailers.keys().isEmpty() || status.getCause() != null
          ? FailureOrigin.LOCAL
          : FailureOrigin.UNKNOWN;
    }
    if (answer.getCode() != status.getCode()) {
      return FailureOrigin.LOCAL;
    }
    return Objects.equals(answer.getDescription(), status.getDescription())
        ? FailureOrigin.PEER
        : FailureOrigin.UNKNOWN;
  }

  private final class Attempt extends ClientStreamTracer {

    private volatile boolean answered;

    @Override
    public void inboundTrailers(Metadata trailers) {
      answered = true;
    }

    @Override
    public void streamClosed(Status status) {
      if (answered) {
        received = status;
      }
    }
  }
}
