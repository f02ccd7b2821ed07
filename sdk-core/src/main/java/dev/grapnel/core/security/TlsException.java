package dev.grapnel.core.security;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a certificate or key cannot be used; the message names the file and how to mend it.
 */
public final class TlsException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  TlsException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
