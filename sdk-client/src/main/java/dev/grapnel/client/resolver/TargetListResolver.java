package dev.grapnel.client.resolver;

import io.grpc.Attributes;
import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import io.grpc.NameResolverRegistry;
import io.grpc.Status;
import io.grpc.StatusOr;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Resolves a list of {@code host:port}. Each address keeps the name it came from as its authority,
 * so that TLS checks every server against its own name. One name that cannot be resolved does not
 * spoil the others.
 */
final class TargetListResolver extends NameResolver {

  private static final String SCHEME = "grapnel-list";
  private static final AtomicBoolean registered = new AtomicBoolean();

  private final List<HostPort> hosts;
  private final Executor executor;
  private @Nullable Listener2 listener;
  private boolean resolving;
  private volatile boolean shutdown;

  TargetListResolver(List<HostPort> hosts, Executor executor) {
    this.hosts = hosts;
    this.executor = executor;
  }

  static String uri(List<HostPort> hosts) {
    if (registered.compareAndSet(false, true)) {
      NameResolverRegistry.getDefaultRegistry().register(new Provider());
    }
    return SCHEME + ":///" + String.join(",", hosts.stream().map(HostPort::toString).toList());
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
  }

  private void resolve() {
    synchronized (this) {
      if (resolving || shutdown) {
        return;
      }
      resolving = true;
    }
    executor.execute(
        () -> {
          try {
            StatusOr<List<EquivalentAddressGroup>> addresses = lookUp();
            if (!shutdown) {
              Objects.requireNonNull(listener)
                  .onResult(ResolutionResult.newBuilder().setAddressesOrError(addresses).build());
            }
          } finally {
            synchronized (this) {
              resolving = false;
            }
          }
        });
  }

  private StatusOr<List<EquivalentAddressGroup>> lookUp() {
    List<EquivalentAddressGroup> groups = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    for (HostPort host : hosts) {
      Attributes authority =
          Attributes.newBuilder()
              .set(EquivalentAddressGroup.ATTR_AUTHORITY_OVERRIDE, host.toString())
              .build();
      try {
        for (InetAddress address : InetAddress.getAllByName(host.address())) {
          SocketAddress socketAddress = new InetSocketAddress(address, host.port());
          groups.add(new EquivalentAddressGroup(List.of(socketAddress), authority));
        }
      } catch (UnknownHostException e) {
        unknown.add(host.host());
      }
    }
    return groups.isEmpty()
        ? StatusOr.fromStatus(
            Status.UNAVAILABLE.withDescription("no such host: " + String.join(", ", unknown)))
        : StatusOr.fromValue(groups);
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
      return new TargetListResolver(hosts, Objects.requireNonNull(args.getOffloadExecutor()));
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
