package dev.grapnel.client.balancing;

import dev.grapnel.core.lifecycle.Ticker;
import dev.grapnel.testing.time.VirtualClock;
import io.grpc.EquivalentAddressGroup;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.LoadBalancer;
import io.grpc.LoadBalancerProvider;
import io.grpc.LoadBalancerRegistry;
import io.grpc.ManagedChannel;
import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import io.grpc.NameResolverRegistry;
import io.grpc.Status;
import io.grpc.StatusOr;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.util.ForwardingLoadBalancerHelper;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** A channel whose addresses a test sets, over the balancer under test. */
final class SpreadChannel implements AddressEvents, AutoCloseable {

  private static final String SCHEME = "spread-test";
  private static final NameResolver.Args.Key<SpreadChannel> KEY =
      NameResolver.Args.Key.create("spread-test");

  static {
    NameResolverRegistry.getDefaultRegistry().register(new Resolvers());
    LoadBalancerRegistry.getDefaultRegistry().register(new LoadBalancers());
  }

  final ManagedChannel channel;
  final List<String> told = new CopyOnWriteArrayList<>();
  final AtomicInteger waiting = new AtomicInteger();
  private final LoadBalancing settings;
  private final Optional<VirtualClock> clock;
  private final CompletableFuture<Resolver> resolver = new CompletableFuture<>();
  private volatile StatusOr<List<EquivalentAddressGroup>> result;

  private SpreadChannel(
      LoadBalancing settings, Optional<VirtualClock> clock, List<EquivalentAddressGroup> groups) {
    this.settings = settings;
    this.clock = clock;
    result = StatusOr.fromValue(groups);
    channel =
        Grpc.newChannelBuilder(SCHEME + ":///any", InsecureChannelCredentials.create())
            .setNameResolverArg(KEY, this)
            .defaultLoadBalancingPolicy("spread_test")
            .build();
  }

  static SpreadChannel open(LoadBalancing settings, EquivalentAddressGroup... groups) {
    return new SpreadChannel(settings, Optional.empty(), List.of(groups));
  }

  static SpreadChannel open(LoadBalancing settings, CheckServer... servers) {
    return new SpreadChannel(settings, Optional.empty(), groups(servers));
  }

  /** Time stands still: for latencies, and for when addresses are compared. */
  static SpreadChannel open(LoadBalancing settings, VirtualClock clock, CheckServer... servers) {
    return new SpreadChannel(settings, Optional.of(clock), groups(servers));
  }

  private static List<EquivalentAddressGroup> groups(CheckServer... servers) {
    return Arrays.stream(servers).map(CheckServer::group).toList();
  }

  void resolve(CheckServer... servers) {
    resolve(StatusOr.fromValue(groups(servers)));
  }

  void resolve(StatusOr<List<EquivalentAddressGroup>> next) {
    result = next;
    resolver.join().publish();
  }

  void check() {
    HealthGrpc.newBlockingStub(channel).check(HealthCheckRequest.getDefaultInstance());
  }

  void check(int times) {
    for (int i = 0; i < times; i++) {
      check();
    }
  }

  HealthGrpc.HealthFutureStub async() {
    return HealthGrpc.newFutureStub(channel);
  }

  /** Calls, whether it fails or not, until each server has had one call more. */
  void reach(CheckServer... servers) {
    for (CheckServer server : servers) {
      int before = server.calls.get();
      while (server.callsSince(before) == 0) {
        tryCheck();
      }
    }
  }

  /** Calls until a server has had none of many calls. */
  void avoid(CheckServer server) {
    int before;
    do {
      before = server.calls.get();
      tryCheck(60);
    } while (server.callsSince(before) > 0);
  }

  /** Waits until the balancer has done what it was told; another thread may be doing it. */
  void settle() {
    CompletableFuture<Boolean> settled = new CompletableFuture<>();
    resolver.join().args.getSynchronizationContext().execute(() -> settled.complete(true));
    settled.join();
  }

  Status.Code tryCheck() {
    try {
      check();
      return Status.Code.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode();
    }
  }

  void tryCheck(int times) {
    for (int i = 0; i < times; i++) {
      tryCheck();
    }
  }

  @Override
  public void ejected(EquivalentAddressGroup address, String reason) {
    told.add("ejected " + port(address) + ": " + reason);
  }

  @Override
  public void readmitted(EquivalentAddressGroup address) {
    told.add("readmitted " + port(address));
  }

  private static int port(EquivalentAddressGroup address) {
    return ((InetSocketAddress) address.getAddresses().get(0)).getPort();
  }

  @Override
  public void waitingStreams(int change) {
    waiting.addAndGet(change);
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }

  private static final class LoadBalancers extends LoadBalancerProvider {

    @Override
    public LoadBalancer newLoadBalancer(LoadBalancer.Helper helper) {
      SpreadChannel owner = Objects.requireNonNull(helper.getNameResolverArgs().getArg(KEY));
      return Balancers.newBalancer(
          owner
              .clock
              .<LoadBalancer.Helper>map(clock -> onVirtualTime(helper, clock))
              .orElse(helper),
          UnaryOperator.identity(),
          owner.settings,
          owner,
          owner.clock.map(Ticker.class::cast).orElse(Ticker.system()));
    }

    private static LoadBalancer.Helper onVirtualTime(LoadBalancer.Helper real, VirtualClock clock) {
      return new ForwardingLoadBalancerHelper() {
        @Override
        protected LoadBalancer.Helper delegate() {
          return real;
        }

        @Override
        public ScheduledExecutorService getScheduledExecutorService() {
          return clock.scheduler();
        }
      };
    }

    @Override
    public boolean isAvailable() {
      return true;
    }

    @Override
    public int getPriority() {
      return 5;
    }

    @Override
    public String getPolicyName() {
      return "spread_test";
    }
  }

  private static final class Resolver extends NameResolver {

    private final SpreadChannel owner;
    private final Args args;
    private volatile Listener2 listener;

    Resolver(SpreadChannel owner, Args args) {
      this.owner = owner;
      this.args = args;
    }

    @Override
    public String getServiceAuthority() {
      return "any";
    }

    @Override
    public void start(Listener2 newListener) {
      listener = newListener;
      owner.resolver.complete(this);
      publish();
    }

    @Override
    public void shutdown() {}

    void publish() {
      args.getSynchronizationContext()
          .execute(
              () ->
                  listener.onResult2(
                      ResolutionResult.newBuilder().setAddressesOrError(owner.result).build()));
    }
  }

  private static final class Resolvers extends NameResolverProvider {

    @Override
    public NameResolver newNameResolver(URI target, NameResolver.Args args) {
      return SCHEME.equals(target.getScheme())
          ? new Resolver(Objects.requireNonNull(args.getArg(KEY)), args)
          : null;
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

    @Override
    protected int priority() {
      return 1;
    }
  }
}
