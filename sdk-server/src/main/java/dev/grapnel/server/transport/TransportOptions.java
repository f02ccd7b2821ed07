package dev.grapnel.server.transport;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    ConnectionOptions connections) {

  /**
   * Finds what is wrong with the connections' limits and the Unix socket.
   *
   * @return the problems, each a sentence; empty when all is well
   */
  public List<String> problems() {
    List<String> problems = new ArrayList<>(connections.problems());
    unixSocket.map(UnixSocketFile::problems).ifPresent(problems::addAll);
    return problems;
  }
}
