package dev.grapnel.server.transport;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a server listens, and what its connections and messages may cost.
 *
 * @param host the local address; {@code 0.0.0.0} and {@code [::]} mean all of them
 * @param port the port; 0 means any free one
 * @param unixSocket the Unix domain socket to listen on in place of host and port
 * @param maxInboundMessageSize in bytes after decompression
 * @param maxInboundMetadataSize in bytes as HTTP/2 counts them
 * @param connections what a connection may cost and how long it may live
 */
public record TransportOptions(
    String host,
    int port,
    Optional<Path> unixSocket,
    int maxInboundMessageSize,
    int maxInboundMetadataSize,
    ConnectionOptions connections) {}
