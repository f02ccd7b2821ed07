package dev.grapnel.core.call;

import io.grpc.Metadata;
import org.jspecify.annotations.Nullable;

/**
 * What a handler wants to send with its response, until it is sent. Most calls add nothing and pay
 * nothing.
 */
final class ResponseMetadata {

  private volatile @Nullable Metadata pending;
  private volatile boolean sent;

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
  void moveInto(Metadata target) {
    if (pending == null) {
      sent = true;
      return;
    }
    synchronized (this) {
      if (pending != null && !sent) {
        target.merge(pending);
      }
      sent = true;
    }
  }
}
