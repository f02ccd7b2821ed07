package dev.grapnel.client.resolver;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A name that name servers know.
 *
 * @param server an address with a port or without; empty for the name servers of this machine
 * @param name with a port or without
 */
record DnsTarget(String server, String name) {

  private static final Pattern FORM = Pattern.compile("(?i)dns:(?://([^/]*)/)?([^/]+)");
  private static final Pattern ADDRESS =
      Pattern.compile("(\\d{1,3}(?:\\.\\d{1,3}){3}|\\[[0-9A-Fa-f:.]+])(?::\\d{1,5})?");
  private static final int DNS_PORT = 53;

  /** For what has no port: any will do to check the form. */
  private static final int ANY_PORT = 1;

  static Optional<DnsTarget> parse(String text, List<String> problems) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      problems.add(malformed(text));
      return Optional.empty();
    }
    String server = matcher.group(1) == null ? "" : matcher.group(1);
    DnsTarget target = new DnsTarget(server, matcher.group(2));
    if (target.host(ANY_PORT).isEmpty()) {
      problems.add(malformed(text));
    } else if (!server.isEmpty() && target.nameServer().isEmpty()) {
      problems.add(
          "the target "
              + HostPort.quoted(text)
              + " has the name server "
              + HostPort.quoted(server)
              + ": expected an address with a port or without, such as 10.0.0.2:53");
    } else {
      return Optional.of(target);
    }
    return Optional.empty();
  }

  /** The name and its port, if that is well-formed. */
  Optional<HostPort> host(int defaultPort) {
    return hostPort(name, defaultPort);
  }

  Optional<InetSocketAddress> nameServer() {
    if (!ADDRESS.matcher(server).matches()) {
      return Optional.empty();
    }
    return hostPort(server, DNS_PORT).flatMap(DnsTarget::address);
  }

  private static Optional<InetSocketAddress> address(HostPort server) {
    try {
      // An address: nobody is asked.
      return Optional.of(
          new InetSocketAddress(InetAddress.getByName(server.address()), server.port()));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  private static Optional<HostPort> hostPort(String text, int defaultPort) {
    List<HostPort> hosts = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    boolean hasPort = text.indexOf(':', text.lastIndexOf(']') + 1) >= 0;
    HostPort.parse(hasPort ? text : text + ":" + defaultPort, hosts, problems);
    return hosts.stream().findFirst();
  }

  private static String malformed(String text) {
    return "the target "
        + HostPort.quoted(text)
        + " is malformed: expected dns:///host:port, such as dns:///users.internal:50051, or"
        + " dns://10.0.0.2:53/users.internal:50051 to ask a name server of your own";
  }
}
