package dev.grapnel.core.call;

import io.grpc.Status;

/**
 * Stands where a request should be that could not be parsed; no further than {@link
 * ScopedListener}.
 *
 * @param status what the call is closed with
 */
record Malformed(Status status) {}
