package dev.grapnel.server.doctor;

import dev.grapnel.core.policy.KeepAlive;
import dev.grapnel.core.security.TransportSecurity;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a {@link Doctor} has to know of a server; the server itself puts it together.
 *
 * @param surroundings where it runs
 * @param exposure who can reach it, and how
 * @param limits its numbers
 * @param methods the methods of its services
 * @param ignoredSettings names in its configuration that mean nothing, in sentences
 */
public record ServerFacts(
    Surroundings surroundings,
    Exposure exposure,
    Limits limits,
    List<Method> methods,
    List<String> ignoredSettings) {

  /**
   * Where a server runs.
   *
   * @param production whether its environment is one of production
   * @param kubernetes whether it runs in a pod
   * @param heapBytes how large the heap may become
   */
  public record Surroundings(boolean production, boolean kubernetes, long heapBytes) {}

  /**
   * Who can reach a server, and how.
   *
   * @param host the address it listens on
   * @param local whether only this machine reaches it: by loopback or a Unix domain socket
   * @param security how connections are protected
   * @param authenticates whether calls are authenticated
   * @param reflection whether reflection is on
   * @param adminPort the port of the admin services
   */
  public record Exposure(
      String host,
      boolean local,
      TransportSecurity security,
      boolean authenticates,
      boolean reflection,
      OptionalInt adminPort) {}

  /**
   * The numbers of a server.
   *
   * @param keepAlive when it pings silent connections
   * @param permitKeepAliveTime how often clients may ping
   * @param maxInboundMessageSize in bytes
   * @param maxInboundMetadataSize in bytes
   * @param maxWorkers how many calls are worked on at once
   * @param drainDelay how long it takes calls after NOT_SERVING
   * @param shutdownGrace how long running calls get to end
   */
  public record Limits(
      KeepAlive keepAlive,
      Duration permitKeepAliveTime,
      int maxInboundMessageSize,
      int maxInboundMetadataSize,
      int maxWorkers,
      Duration drainDelay,
      Duration shutdownGrace) {}

  /**
   * A method that is served.
   *
   * @param descriptor its name and kind
   * @param longestCall the longest that a call of it may take; empty for as long as it likes
   */
  public record Method(MethodDescriptor<?, ?> descriptor, Optional<Duration> longestCall) {}
}
