package dev.grapnel.client.resolver;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One server of a list. */
record HostPort(String host, int port) {

  /** A name, an IPv4 address or a bracketed IPv6 address with or without a zone, then a port. */
  private static final Pattern FORM =
      Pattern.compile("((\\[[0-9A-Fa-f:.]+)(?:%[A-Za-z0-9._-]+)?]|[A-Za-z0-9._-]+):(\\d{1,5})");

  private static final Pattern LOOPBACK =
      Pattern.compile("(?i)localhost|127(\\.\\d{1,3}){3}|\\[(0:){7}1]|\\[::1]");

  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
  private static final int LONGEST_QUOTE = 256;

  static void parse(String text, List<HostPort> hosts, List<String> problems) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches() || !isAddressOrName(matcher.group(2))) {
      problems.add(
          "the target "
              + quoted(text)
              + " is malformed: expected host:port, such as users.internal:50051"
              + (text.contains("://") ? "; targets with a scheme go through Targets.uri(…)" : ""));
      return;
    }
    int port = Integer.parseInt(matcher.group(3));
    if (port < 1 || port > 65535) {
      problems.add(
          "the target " + quoted(text) + " has the port " + port + ": expected 1 to 65535");
      return;
    }
    hosts.add(new HostPort(matcher.group(1), port));
  }

  /** Text from outside in a form that fits into a log. */
  static String quoted(String text) {
    String end = text.length() > LONGEST_QUOTE ? "…" : "";
    String start = text.substring(0, Math.min(text.length(), LONGEST_QUOTE));
    return '"' + CONTROL.matcher(start).replaceAll("?") + end + '"';
  }

  /** Whether what is bracketed is an IPv6 address; the JDK asks no name server about brackets. */
  private static boolean isAddressOrName(@Nullable String bracketed) {
    try {
      return bracketed == null || InetAddress.getAllByName(bracketed + "]").length > 0;
    } catch (UnknownHostException e) {
      return false;
    }
  }

  boolean isLoopback() {
    return LOOPBACK.matcher(host).matches();
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
