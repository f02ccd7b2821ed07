package dev.grapnel.client.resolver;

import io.grpc.Attributes;
import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import io.grpc.NameResolverRegistry;
import io.grpc.Status;
import io.grpc.StatusOr;
import io.grpc.SynchronizationContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Resolves a list of {@code host:port}. Each address keeps the name it came from as its authority,
 * so that TLS checks every server against its own name.
 *
 * <p>One name that cannot be resolved does not spoil the others: it keeps the addresses it had, and
 * is looked up again after a while. grpc-java does that by itself only when no address is left.
 *
 * <p>Fields change in the channel's synchronization context only; name servers are asked outside.
 */
final class TargetListResolver extends NameResolver {

  private static final Logger logger = LoggerFactory.getLogger("grpc.client");
  private static final String SCHEME = "grapnel-list";
  private static final Duration RETRY_DELAY = Duration.ofSeconds(10);

  static {
    NameResolverRegistry.getDefaultRegistry().register(new Provider());
  }

  /** Finds the addresses of a host, as {@link InetAddress#getAllByName(String)} does. */
  @FunctionalInterface
  interface Lookup {
    InetAddress[] addresses(String host) throws UnknownHostException;
  }

  /** What one look at all hosts found. */
  private record Found(Map<HostPort, List<EquivalentAddressGroup>> groups, List<String> unknown) {}

  private final List<HostPort> hosts;
  private final Lookup lookup;
  private final Duration retryDelay;
  private final SynchronizationContext context;
  private final ScheduledExecutorService scheduler;
  private final Executor executor;
  private final Map<HostPort, List<EquivalentAddressGroup>> known = new HashMap<>();
  private @Nullable Listener2 listener;
  private SynchronizationContext.@Nullable ScheduledHandle retry;
  private List<String> told = List.of();
  private boolean resolving;
  private boolean shutdown;

  TargetListResolver(List<HostPort> hosts, Lookup lookup, Duration retryDelay, Args args) {
    this.hosts = hosts;
    this.lookup = lookup;
    this.retryDelay = retryDelay;
    this.context = args.getSynchronizationContext();
    this.scheduler = args.getScheduledExecutorService();
    this.executor = Objects.requireNonNull(args.getOffloadExecutor());
  }

  static String uri(List<HostPort> hosts) {
    String path = "/" + String.join(",", hosts.stream().map(HostPort::toString).toList());
    try {
      // Escapes the brackets of IPv6 addresses, which a path must not hold.
      return new URI(SCHEME, "", path, null).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String getServiceAuthority() {
    return hosts.get(0).toString();
  }

  @Override
  public void start(Listener2 newListener) {
    listener = newListener;
    resolve();
  }

  @Override
  public void refresh() {
    resolve();
  }

  @Override
  public void shutdown() {
    shutdown = true;
    cancelRetry();
  }

  private void resolve() {
    if (resolving || shutdown) {
      return;
    }
    resolving = true;
    cancelRetry();
    executor.execute(
        () -> {
          Found found = lookUp();
          context.execute(() -> publish(found));
        });
  }

  private void publish(Found found) {
    resolving = false;
    if (shutdown) {
      return;
    }
    known.putAll(found.groups());
    warnOnce(found.unknown());
    List<EquivalentAddressGroup> groups =
        hosts.stream().flatMap(host -> known.getOrDefault(host, List.of()).stream()).toList();
    if (!groups.isEmpty() && !found.unknown().isEmpty()) {
      retry =
          context.schedule(this::resolve, retryDelay.toNanos(), TimeUnit.NANOSECONDS, scheduler);
    }
    StatusOr<List<EquivalentAddressGroup>> result =
        groups.isEmpty() ? StatusOr.fromStatus(noSuchHost(found)) : StatusOr.fromValue(groups);
    Objects.requireNonNull(listener)
        .onResult2(ResolutionResult.newBuilder().setAddressesOrError(result).build());
  }

  private void warnOnce(List<String> unknown) {
    if (!unknown.equals(told) && !unknown.isEmpty()) {
      logger.warn("no such host: {}; it is looked up again", String.join(", ", unknown));
    }
    told = unknown;
  }

  private void cancelRetry() {
    if (retry != null) {
      retry.cancel();
      retry = null;
    }
  }

  private Found lookUp() {
    Map<HostPort, List<EquivalentAddressGroup>> groups = new HashMap<>();
    List<String> unknown = new ArrayList<>();
    for (HostPort host : hosts) {
      try {
        groups.put(host, groups(host, lookup.addresses(host.address())));
      } catch (UnknownHostException | RuntimeException e) {
        // Whatever a resolver of the JDK throws: calls would wait for ever for an answer.
        unknown.add(host.host());
      }
    }
    return new Found(groups, unknown);
  }

  private static List<EquivalentAddressGroup> groups(HostPort host, InetAddress[] addresses) {
    Attributes authority =
        Attributes.newBuilder()
            .set(EquivalentAddressGroup.ATTR_AUTHORITY_OVERRIDE, host.toString())
            .build();
    List<EquivalentAddressGroup> groups = new ArrayList<>();
    for (InetAddress address : addresses) {
      SocketAddress socketAddress = new InetSocketAddress(address, host.port());
      groups.add(new EquivalentAddressGroup(List.of(socketAddress), authority));
    }
    return groups;
  }

  private static Status noSuchHost(Found found) {
    return Status.UNAVAILABLE.withDescription(
        "no such host: " + String.join(", ", found.unknown()));
  }

  private static final class Provider extends NameResolverProvider {

    @Override
    public @Nullable NameResolver newNameResolver(URI targetUri, NameResolver.Args args) {
      if (!SCHEME.equals(targetUri.getScheme())) {
        return null;
      }
      List<HostPort> hosts = new ArrayList<>();
      List<String> problems = new ArrayList<>();
      for (String text : targetUri.getPath().substring(1).split(",", -1)) {
        HostPort.parse(text, hosts, problems);
      }
      return new TargetListResolver(hosts, InetAddress::getAllByName, RETRY_DELAY, args);
    }

    @Override
    public String getDefaultScheme() {
      return SCHEME;
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
}
