package dev.grapnel.core.config;

import dev.grapnel.core.policy.KeepAlive;
import dev.grapnel.core.security.TransportSecurity;
import java.time.Duration;

/**
 * How the server listens.
 *
 * @param host the local address to listen on; {@code 0.0.0.0} and {@code [::]} mean all of them
 * @param port the port, 0 to 65535; 0 means any free one
 * @param maxWorkers threads that run handlers, at least 1
 * @param reflection whether clients may ask for the schema
 * @param health whether {@code grpc.health.v1.Health} is served
 * @param maxInboundMessageSize the largest message taken in, in bytes after decompression
 * @param maxInboundMetadataSize the largest request headers taken in, in bytes
 * @param keepAlive when the server pings a silent connection
 * @param shutdownGrace how long running calls may take to end when the server closes
 * @param drainDelay how long it still takes calls after health says NOT_SERVING
 * @param transportSecurity plaintext, TLS or mutual TLS
 */
public record ServerConfig(
    String host,
    int port,
    int maxWorkers,
    Availability reflection,
    boolean health,
    int maxInboundMessageSize,
    int maxInboundMetadataSize,
    KeepAlive keepAlive,
    Duration shutdownGrace,
    Duration drainDelay,
    TransportSecurity transportSecurity) {

  /** All local addresses. */
  public static final String DEFAULT_HOST = "0.0.0.0";

  /** The port gRPC examples use everywhere: 50051. */
  public static final int DEFAULT_PORT = 50051;

  /** Ten worker threads. */
  public static final int DEFAULT_MAX_WORKERS = 10;

  /** More threads than this help nobody: 4096. */
  public static final int MOST_WORKERS = 4096;
}
