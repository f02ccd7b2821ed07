package dev.grapnel.interceptors.auth;

import org.jspecify.annotations.Nullable;

/** A fetch gave nothing that could be used. Its text is ours, and fit for all logs. */
final class NoTokenException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  NoTokenException(String reason) {
    super(reason);
  }

  /**
   * Tells why there is no token; of exceptions of others only the type, as texts may hold secrets.
   */
  static String reason(@Nullable Throwable failure) {
    if (failure instanceof NoTokenException ours) {
      return String.valueOf(ours.getMessage());
    }
    return failure == null ? "nothing" : "a " + failure.getClass().getName();
  }
}
