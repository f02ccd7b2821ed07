package dev.grapnel.client.balancing;

import io.grpc.Attributes;
import io.grpc.EquivalentAddressGroup;
import io.grpc.Status;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Connections and their failures in words for people. */
final class ConnectionText {

  private static final int LONGEST = 500;

  /** A server's good-bye holds what it likes, and causes may have several lines. */
  private static final Pattern CONTROL = Pattern.compile("\\p{Cc}+");

  /** What grpc-java's transport says of a connection that never was one, with its pipeline. */
  private static final Pattern NEGOTIATION =
      Pattern.compile("while performing protocol negotiation for \\[[^\\]]*]");

  /** What grpc-java's transport says of every exception. */
  private static final String NO_REASON = "io exception";

  private ConnectionText() {}

  /** {@code grpc1:50051 (10.0.0.7)}, or without the second where it tells nothing more. */
  static String address(List<EquivalentAddressGroup> groups) {
    return groups.stream()
        .flatMap(
            group ->
                group.getAddresses().stream().map(each -> address(each, group.getAttributes())))
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private static String address(SocketAddress address, Attributes attributes) {
    String name = attributes.get(EquivalentAddressGroup.ATTR_AUTHORITY_OVERRIDE);
    if (!(address instanceof InetSocketAddress inet) || inet.isUnresolved()) {
      return name == null ? address.toString() : name;
    }
    String number = number(address);
    return name == null || name.equals(number)
        ? number
        : name + " (" + inet.getAddress().getHostAddress() + ")";
  }

  /** {@code 10.0.0.7:50051} or {@code [::1]:50051}; other addresses as they describe themselves. */
  static String number(SocketAddress address) {
    if (!(address instanceof InetSocketAddress inet) || inet.isUnresolved()) {
      return address.toString();
    }
    String ip = inet.getAddress().getHostAddress();
    return (ip.contains(":") ? "[" + ip + "]" : ip) + ":" + inet.getPort();
  }

  /** Why a connection failed, in one line and without the innards of grpc-java and Netty. */
  static String reason(Status status) {
    StringBuilder text = new StringBuilder();
    // Netty's transport adds a second line that lists its pipeline.
    text.append(
        status.getDescription() == null
            ? status.getCode().name()
            : status.getDescription().lines().findFirst().orElse(""));
    for (Throwable cause = status.getCause(); cause != null; cause = cause.getCause()) {
      if (cause.getMessage() != null && text.indexOf(cause.getMessage()) < 0) {
        // Says nothing that the cause does not say better.
        if (NO_REASON.contentEquals(text)) {
          text.setLength(0);
        }
        text.append(text.isEmpty() ? "" : ": ").append(cause.getMessage());
      }
    }
    if (text.indexOf("not an SSL/TLS record") >= 0) {
      // What follows is a dump of what the server sent.
      return "the server does not speak TLS on this port";
    }
    if (text.indexOf("Network closed for unknown reason") >= 0) {
      text.append("; does the server expect TLS?");
    }
    String plain = NEGOTIATION.matcher(text).replaceAll("while it was set up");
    String line = CONTROL.matcher(plain).replaceAll(" ");
    return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
  }
}
