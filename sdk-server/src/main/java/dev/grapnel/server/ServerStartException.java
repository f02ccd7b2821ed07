package dev.grapnel.server;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a server cannot start, for example because its port is in use; the message is one
 * line.
 */
public final class ServerStartException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ServerStartException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
