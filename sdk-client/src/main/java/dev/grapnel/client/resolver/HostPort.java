package dev.grapnel.client.resolver;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One server of a list. */
record HostPort(String host, int port) {

  /** A name, an IPv4 address or a bracketed IPv6 address, then a port. */
  private static final Pattern FORM =
      Pattern.compile("(\\[[0-9A-Fa-f:.%]+]|[A-Za-z0-9._-]+):(\\d{1,5})");

  static void parse(String text, List<HostPort> hosts, List<String> problems) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      problems.add(
          "the target \""
              + text
              + "\" is malformed: expected host:port, such as users.internal:50051");
      return;
    }
    int port = Integer.parseInt(matcher.group(2));
    if (port < 1 || port > 65535) {
      problems.add("the target \"" + text + "\" has the port " + port + ": expected 1 to 65535");
      return;
    }
    hosts.add(new HostPort(matcher.group(1), port));
  }

  boolean isLoopback() {
    return host.equalsIgnoreCase("localhost") || host.startsWith("127.") || host.equals("[::1]");
  }

  /** The host without the brackets of an IPv6 address. */
  String address() {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
