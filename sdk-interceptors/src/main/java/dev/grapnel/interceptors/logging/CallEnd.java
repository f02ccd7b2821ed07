package dev.grapnel.interceptors.logging;

import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/** What the line of a call tells, not escaped yet. */
record CallEnd(
    LoggedCall call, Status status, boolean slow, String peer, @Nullable String principal) {

  /** Appends the duration in milliseconds, with microseconds as decimals. */
  void appendMillis(StringBuilder out) {
    long micros = call.nanos() / 1000;
    long decimals = micros % 1000;
    out.append(micros / 1000).append('.');
    if (decimals < 100) {
      out.append('0');
    }
    if (decimals < 10) {
      out.append('0');
    }
    out.append(decimals);
  }
}
