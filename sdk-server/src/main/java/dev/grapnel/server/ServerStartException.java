package dev.grapnel.server;

import java.io.IOException;
import java.net.BindException;
import java.nio.channels.UnresolvedAddressException;
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

  /** Says in one line which port or path could not be opened, and why. */
  static ServerStartException of(String kind, String address, IOException failure) {
    Throwable reason = failure;
    while (!(reason instanceof BindException) && reason.getCause() != null) {
      reason = reason.getCause();
    }
    String text =
        reason instanceof UnresolvedAddressException
            ? "no such host"
            : String.valueOf(reason.getMessage());
    if (!text.contains("already in use")) {
      return new ServerStartException("cannot listen on " + address + ": " + text, failure);
    }
    boolean isPath = kind.equals("path");
    String what =
        isPath
            ? address + " is already in use"
            : kind
                + " "
                + address.substring(address.lastIndexOf(':') + 1)
                + " is already in use ("
                + address
                + ")";
    return new ServerStartException(
        what + ": stop the program that holds it, or choose another " + (isPath ? "path" : "port"),
        failure);
  }
}
