package dev.grapnel.client.resolver;

import dev.grapnel.core.config.ConfigException;
import io.grpc.NameResolverRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The servers that one client talks to: a list of {@code host:port}, fixed or in a file, a name
 * that name servers know, or any target that grpc-java resolves. Each address of a name takes its
 * own share of the calls, and each is checked by TLS against the name it came from.
 *
 * <p>Names are looked up again all the time, and at once when a connection is lost, though not
 * oftener than once a second. One that is not found any more keeps the addresses it had; the client
 * warns and asks again after 1, 2 and then every 5 seconds. Where {@code https.proxyHost} names a
 * proxy, names are left to it, as grpc-java does.
 *
 * <p>Immutable.
 */
public final class Targets {

  private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):.*");

  static {
    TargetProvider.register();
  }

  private final String text;
  private final String uri;
  private final List<HostPort> hosts;
  private final Supplier<List<String>> check;

  private Targets(String text, String uri, List<HostPort> hosts, Supplier<List<String>> check) {
    this.text = text;
    this.uri = uri;
    this.hosts = List.copyOf(hosts);
    this.check = check;
  }

  /**
   * Returns a fixed list of servers. Their names are looked up by the JDK, again every 10 s. The
   * JDK remembers what it found for 30 s unless {@code networkaddress.cache.ttl} is set; {@link
   * #dns} sees changes sooner.
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
    String list = String.join(", ", hosts.stream().map(HostPort::toString).toList());
    return new Targets(list, TargetProvider.uri(hosts), hosts, List::of);
  }

  /**
   * Returns one server, as {@link #of(String...)} does.
   *
   * @param host a host name or address
   * @param port 1 to 65535
   * @return the target
   * @throws ConfigException if host or port is malformed
   */
  public static Targets of(String host, int port) {
    return of(hostPort(host, port));
  }

  /**
   * Returns all servers that name servers know under a name, for names whose addresses come and go.
   *
   * <p>The name servers and search domains of this machine are asked, after its hosts file, for A
   * and, where it has IPv6, AAAA records. An answer holds for the time to live it came with, but at
   * least 1 s and at most 5 s, so that a new address is in use within 7 s unless a name server on
   * the way remembers its old answer for longer. End the name with a dot to leave out the search
   * domains. Service configs in TXT records are not read.
   *
   * @param name a host name
   * @param port 1 to 65535
   * @return the target
   * @throws ConfigException if name or port is malformed
   */
  public static Targets dns(String name, int port) {
    Targets checked = of(name, port);
    DnsTarget target = new DnsTarget("", checked.text);
    return new Targets(
        "dns:///" + target.name(), TargetProvider.uri(target), checked.hosts, List::of);
  }

  /**
   * Returns the servers that a file lists: one {@code host:port} a line, up to 1 MiB; what follows
   * a {@code #} is a comment. It is read every second, so replacing it is enough; links are
   * followed. A file that is gone, empty or malformed changes nothing but for a warning. Names are
   * looked up as those of {@link #of(String...)}.
   *
   * @param path the file
   * @return the targets; {@link #problems()} tells what is wrong with the file
   */
  public static Targets file(Path path) {
    HostFile file = new HostFile(path.toAbsolutePath());
    return new Targets(path.toString(), TargetProvider.uri(file), List.of(), () -> check(file));
  }

  /**
   * Returns a target with a scheme:
   *
   * <ul>
   *   <li>{@code dns:///users.internal:50051} and {@code dns://10.0.0.2:53/users.internal:50051},
   *       which asks a name server of your own, do as {@link #dns} does and not as grpc-java's own
   *       resolver; the default port is 443, without TLS 80
   *   <li>{@code file:///etc/grpc/targets} does as {@link #file}
   *   <li>{@code unix:///run/users.sock} is a socket file
   *   <li>{@code xds:///users} with grpc-xds on the class path, and all others that are registered
   *       with grpc-java are left to it
   *   <li>{@code users.internal:50051} is a name for DNS, too
   * </ul>
   *
   * @param target the target with its scheme
   * @return the target; {@link #problems()} tells what is wrong with it
   */
  public static Targets uri(String target) {
    Matcher scheme = SCHEME.matcher(target);
    if (target.startsWith("file:///")) {
      return file(Path.of(target.substring("file://".length())));
    }
    if (scheme.matches() && scheme.group(1).equalsIgnoreCase("unix")) {
      return new Targets(target, UnixResolver.uri(target), List.of(), List::of);
    }
    if (scheme.matches() && scheme.group(1).equalsIgnoreCase("dns")) {
      return dnsUri(target, target);
    }
    if (!isRegistered(scheme)
        && DnsTarget.parse("dns:///" + target, new ArrayList<>()).isPresent()) {
      return dnsUri(target, "dns:///" + target);
    }
    return new Targets(
        target, target, List.of(), () -> isRegistered(scheme) ? List.of() : unknownScheme(target));
  }

  private static Targets dnsUri(String text, String target) {
    List<String> problems = new ArrayList<>();
    Optional<DnsTarget> parsed = DnsTarget.parse(target, problems);
    return parsed
        .map(
            dns ->
                new Targets(text, TargetProvider.uri(dns), dns.host(1).stream().toList(), List::of))
        .orElseGet(() -> new Targets(text, target, List.of(), () -> problems));
  }

  /**
   * Looks for what keeps a client from using the targets; {@code build()} asks for it. Reads the
   * file of {@link #file}.
   *
   * @return one sentence each, empty if all is well
   */
  public List<String> problems() {
    return check.get();
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
   * Tells whether all servers are on this machine, for ever: never so for a file, which may change.
   *
   * @return whether every host is a loopback address or {@code localhost}
   */
  public boolean areLoopback() {
    return areUnix() || (!hosts.isEmpty() && hosts.stream().allMatch(HostPort::isLoopback));
  }

  /**
   * Tells whether the server is reached by a socket file.
   *
   * @return whether the target is {@code unix:}
   */
  public boolean areUnix() {
    return uri.startsWith(UnixResolver.SCHEME + ":");
  }

  /**
   * Describes the targets for messages.
   *
   * @return {@code grpc1:50051, grpc2:50051}, the file, or the target as it was given
   */
  @Override
  public String toString() {
    return text;
  }

  private static String hostPort(String host, int port) {
    boolean bare = host.contains(":") && !host.startsWith("[");
    return (bare ? "[" + host + "]" : host) + ":" + port;
  }

  private static boolean isRegistered(Matcher scheme) {
    return scheme.matches()
        // Ours are what other forms are turned into.
        && !scheme.group(1).startsWith("grapnel")
        && NameResolverRegistry.getDefaultRegistry().getProviderForScheme(scheme.group(1)) != null;
  }

  private static List<String> check(HostFile file) {
    try {
      file.get();
      return List.of();
    } catch (ConfigException e) {
      return e.problems();
    }
  }

  private static List<String> unknownScheme(String target) {
    return List.of(
        "the target "
            + HostPort.quoted(target)
            + " has no scheme that is known: expected dns:///users.internal:50051,"
            + " unix:///run/users.sock, xds:///users with io.grpc:grpc-xds on the class path, or a"
            + " scheme that is registered with grpc-java");
  }
}
