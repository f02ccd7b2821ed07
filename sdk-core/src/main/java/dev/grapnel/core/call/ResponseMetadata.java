package dev.grapnel.core.call;

import io.grpc.Metadata;
import org.jspecify.annotations.Nullable;

/** What a handler wants to send with its response, until it is sent. Thread-safe. */
final class ResponseMetadata {

  private @Nullable Metadata pending;
  private boolean sent;

  synchronized <T> void put(Metadata.Key<T> key, T value) {
    if (sent) {
      throw new IllegalStateException(
          "response metadata " + key.name() + " comes too late: the response headers are sent");
    }
    Metadata metadata = pending == null ? new Metadata() : pending;
    metadata.put(key, value);
    pending = metadata;
  }

  /** Moves what is pending into headers or trailers that are about to leave; at most once. */
  synchronized void moveInto(Metadata target) {
    if (pending != null && !sent) {
      target.merge(pending);
    }
    sent = true;
  }
}
