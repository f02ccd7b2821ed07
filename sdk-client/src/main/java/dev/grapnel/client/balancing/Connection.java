package dev.grapnel.client.balancing;

import io.grpc.ConnectivityState;
import java.util.Optional;

/**
 * What a client knows of one of its connections, or of one it tries to make.
 *
 * @param address where to, for example {@code grpc1:50051 (10.0.0.7)}
 * @param state its state
 * @param lastError why the last attempt to connect failed; empty once it is ready
 * @param ejection why calls, but for a few to judge it by, go around it though it is ready; empty
 *     when they do not
 */
public record Connection(
    String address,
    ConnectivityState state,
    Optional<String> lastError,
    Optional<String> ejection) {}
