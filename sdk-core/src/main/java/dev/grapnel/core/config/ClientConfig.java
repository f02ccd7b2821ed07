package dev.grapnel.core.config;

import dev.grapnel.core.policy.RetryPolicy;
import dev.grapnel.core.security.TransportSecurity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a client calls servers.
 *
 * @param targets the servers, each {@code host:port}, or one target with a scheme such as {@code
 *     dns:///users.internal:50051}; empty where none is configured
 * @param loadBalancing the name of the policy that spreads calls over their addresses
 * @param connectionsPerAddress how many connections each address gets, 1 to 64
 * @param timeout how long a unary call may take that has no deadline of its own
 * @param retry which calls are tried again, for all methods; empty: the client's own rule
 * @param serviceConfig a file with gRPC's service config in JSON, if there is one
 * @param transportSecurity plaintext, TLS or mutual TLS
 */
public record ClientConfig(
    List<String> targets,
    String loadBalancing,
    int connectionsPerAddress,
    Duration timeout,
    Optional<RetryPolicy> retry,
    Optional<Path> serviceConfig,
    TransportSecurity transportSecurity) {

  /**
   * Copies the targets.
   *
   * @param targets the servers
   * @param loadBalancing the name of the policy that spreads calls over their addresses
   * @param connectionsPerAddress how many connections each address gets
   * @param timeout how long a unary call may take
   * @param retry which calls are tried again
   * @param serviceConfig a file with gRPC's service config in JSON
   * @param transportSecurity plaintext, TLS or mutual TLS
   */
  public ClientConfig {
    targets = List.copyOf(targets);
  }
}
