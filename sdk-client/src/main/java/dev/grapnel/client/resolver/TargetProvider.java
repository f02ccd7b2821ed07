package dev.grapnel.client.resolver;

import dev.grapnel.core.lifecycle.Ticker;
import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import io.grpc.NameResolverRegistry;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Makes the resolvers of one scheme. The schemes are our own: grpc-java's {@code dns} stays what it
 * is for every other channel of the process.
 */
final class TargetProvider extends NameResolverProvider {

  private static final String LIST = "grapnel-list";
  private static final String FILE = "grapnel-file";
  private static final String DNS = "grapnel-dns";

  private static final Duration LIST_AGAIN = Duration.ofSeconds(10);
  private static final Duration FILE_AGAIN = Duration.ofSeconds(1);

  /** Whoever is asked that often answers from memory until an answer is too old. */
  private static final Duration DNS_AGAIN = Duration.ofSeconds(1);

  /** Longer would keep new servers out of sight. */
  private static final Duration DNS_LONGEST_TTL = Duration.ofSeconds(5);

  private final String scheme;
  private final BiFunction<URI, NameResolver.Args, NameResolver> resolver;

  private TargetProvider(String scheme, BiFunction<URI, NameResolver.Args, NameResolver> resolver) {
    this.scheme = scheme;
    this.resolver = resolver;
  }

  static void register() {
    NameResolverRegistry registry = NameResolverRegistry.getDefaultRegistry();
    registry.register(new TargetProvider(LIST, (uri, args) -> follow(listPlan(uri), args)));
    registry.register(new TargetProvider(FILE, (uri, args) -> follow(filePlan(uri), args)));
    registry.register(new TargetProvider(DNS, (uri, args) -> follow(dnsPlan(uri, args), args)));
    registry.register(new TargetProvider(UnixResolver.SCHEME, (uri, args) -> UnixResolver.of(uri)));
  }

  private static NameResolver follow(HostPortResolver.Plan plan, NameResolver.Args args) {
    return new HostPortResolver(plan, Ticker.system(), args);
  }

  static String uri(List<HostPort> hosts) {
    return uri(LIST, "", String.join(",", hosts.stream().map(HostPort::toString).toList()));
  }

  static String uri(DnsTarget target) {
    return uri(DNS, target.server(), target.name());
  }

  static String uri(HostFile file) {
    return FILE + file.path().toUri().toString().substring("file".length());
  }

  private static String uri(String scheme, String authority, String path) {
    try {
      // Escapes the brackets of IPv6 addresses, which a path must not hold.
      return new URI(scheme, authority, "/" + path, null, null).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static HostPortResolver.Plan listPlan(URI uri) {
    List<HostPort> hosts = new ArrayList<>();
    for (String text : uri.getPath().substring(1).split(",", -1)) {
      HostPort.parse(text, hosts, new ArrayList<>());
    }
    return new HostPortResolver.Plan(
        hosts.get(0).toString(),
        HostPort::toString,
        () -> hosts,
        () -> Lookup.JDK,
        LIST_AGAIN,
        LIST_AGAIN);
  }

  private static HostPortResolver.Plan filePlan(URI uri) {
    Path path = Path.of(URI.create("file" + uri.toString().substring(FILE.length())));
    // The channel's authority is not used: every address has its own.
    return new HostPortResolver.Plan(
        FILE, HostPort::toString, new HostFile(path), () -> Lookup.JDK, FILE_AGAIN, LIST_AGAIN);
  }

  private static HostPortResolver.Plan dnsPlan(URI uri, NameResolver.Args args) {
    DnsTarget target =
        new DnsTarget(
            Objects.requireNonNullElse(uri.getRawAuthority(), ""), uri.getPath().substring(1));
    List<HostPort> host = List.of(target.host(args.getDefaultPort()).orElseThrow());
    return new HostPortResolver.Plan(
        target.name(),
        name -> target.name(),
        () -> host,
        () -> NettyDns.open(target.nameServer(), DNS_LONGEST_TTL),
        DNS_AGAIN,
        DNS_AGAIN);
  }

  @Override
  public @Nullable NameResolver newNameResolver(URI targetUri, NameResolver.Args args) {
    return scheme.equals(targetUri.getScheme()) ? resolver.apply(targetUri, args) : null;
  }

  @Override
  public String getDefaultScheme() {
    return scheme;
  }

  @Override
  public Collection<Class<? extends SocketAddress>> getProducedSocketAddressTypes() {
    return Set.of(InetSocketAddress.class);
  }

  @Override
  protected boolean isAvailable() {
    return true;
  }

  /** Below DNS, so that a target without a scheme still means DNS. */
  @Override
  protected int priority() {
    return 1;
  }
}
