package dev.grapnel.client.resolver;

import dev.grapnel.core.config.ConfigException;
import java.util.ArrayList;
import java.util.List;

/**
 * The servers that one client talks to: a list of {@code host:port}, or one target that grpc-java
 * resolves. Host names are resolved anew whenever a connection is lost, as far as the JDK forgets
 * them (found names after 30 s). Each address of a name takes its own share of the calls.
 * Immutable.
 */
public final class Targets {

  private final List<HostPort> hosts;
  private final String uri;

  private Targets(List<HostPort> hosts, String uri) {
    this.hosts = List.copyOf(hosts);
    this.uri = uri;
  }

  /**
   * Returns a fixed list of servers.
   *
   * @param hostPorts each a host name or address and a port, for example {@code grpc1:50051} or
   *     {@code [::1]:50051}
   * @return the targets
   * @throws ConfigException if one of them is malformed; tells all of them
   */
  public static Targets of(String... hostPorts) {
    List<HostPort> hosts = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (String text : hostPorts) {
      HostPort.parse(text, hosts, problems);
    }
    if (hostPorts.length == 0) {
      problems.add("there is no target: expected at least one host:port");
    }
    ConfigException.throwIfAny(problems);
    return new Targets(hosts, TargetListResolver.uri(hosts));
  }

  /**
   * Returns one server.
   *
   * @param host a host name or address
   * @param port 1 to 65535
   * @return the target
   * @throws ConfigException if host or port is malformed
   */
  public static Targets of(String host, int port) {
    boolean bare = host.contains(":") && !host.startsWith("[");
    return of((bare ? "[" + host + "]" : host) + ":" + port);
  }

  /**
   * Returns a target in grpc-java's own form, for example {@code dns:///users.internal:50051} or
   * {@code unix:///run/users.sock}.
   *
   * @param target the target with its scheme
   * @return the target
   */
  public static Targets uri(String target) {
    return new Targets(List.of(), target);
  }

  /**
   * Returns the target as grpc-java's channel builders take it.
   *
   * @return the target's URI
   */
  public String toUri() {
    return uri;
  }

  /**
   * Tells whether all servers are on this machine.
   *
   * @return whether every host is a loopback address or {@code localhost}
   */
  public boolean areLoopback() {
    return uri.startsWith("unix:")
        || (!hosts.isEmpty() && hosts.stream().allMatch(HostPort::isLoopback));
  }

  /**
   * Describes the targets for messages.
   *
   * @return {@code grpc1:50051, grpc2:50051}
   */
  @Override
  public String toString() {
    return hosts.isEmpty()
        ? uri
        : String.join(", ", hosts.stream().map(HostPort::toString).toList());
  }
}
