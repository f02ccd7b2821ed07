package dev.grapnel.client.resolver;

import dev.grapnel.core.config.ConfigException;
import dev.grapnel.core.lifecycle.Ticker;
import io.grpc.Attributes;
import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.ProxiedSocketAddress;
import io.grpc.ProxyDetector;
import io.grpc.Status;
import io.grpc.StatusOr;
import io.grpc.SynchronizationContext;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Resolves {@code host:port}s, wherever their list comes from and whoever knows their addresses.
 * Each address carries its authority, so that TLS checks every server against its own name.
 *
 * <p>What went well once stays: a list that cannot be read and a name that is not found change
 * nothing but the time of the next look. grpc-java would look again by itself only where there is
 * no address at all, and then after up to two minutes.
 *
 * <p>Fields change in the channel's synchronization context only; files and name servers are asked
 * outside.
 */
final class HostPortResolver extends NameResolver {

  private static final Logger logger = LoggerFactory.getLogger("grpc.client");

  /** How long hosts that are slow to be found hold back the others. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /** The JDK takes a thread for each. */
  private static final int MOST_AT_ONCE = 32;

  private static final int MOST_REASONS = 5;

  /**
   * What is resolved and how.
   *
   * @param serviceAuthority the authority of the channel
   * @param authority the authority of each host's addresses
   * @param hosts reads the list, where blocking is allowed; throws {@link ConfigException}
   * @param lookup opens the way to addresses
   * @param reread the list is read again after that
   * @param again a host that was found is looked up again after that
   */
  record Plan(
      String serviceAuthority,
      Function<HostPort, String> authority,
      Supplier<List<HostPort>> hosts,
      Supplier<Lookup> lookup,
      Duration reread,
      Duration again) {}

  private final Plan plan;
  private final Ticker ticker;
  private final SynchronizationContext context;
  private final ScheduledExecutorService scheduler;
  private final Executor executor;
  private final ProxyDetector proxies;
  private final Map<HostPort, KnownHost> known = new HashMap<>();
  private List<KnownHost> hosts = List.of();
  private List<String> listProblems = List.of();
  private @Nullable Listener2 listener;
  private @Nullable Lookup lookup;
  private SynchronizationContext.@Nullable ScheduledHandle next;
  private SynchronizationContext.@Nullable ScheduledHandle patience;
  private Set<EquivalentAddressGroup> published = Set.of();
  private String told = "";
  private String warned = "";
  private int running;
  private boolean reading;
  private boolean shutdown;

  HostPortResolver(Plan plan, Ticker ticker, Args args) {
    this.plan = plan;
    this.ticker = ticker;
    this.context = args.getSynchronizationContext();
    this.scheduler = args.getScheduledExecutorService();
    this.executor = Objects.requireNonNull(args.getOffloadExecutor());
    this.proxies = args.getProxyDetector();
  }

  @Override
  public String getServiceAuthority() {
    return plan.serviceAuthority();
  }

  @Override
  public void start(Listener2 newListener) {
    listener = newListener;
    look();
  }

  @Override
  public void refresh() {
    hosts.forEach(KnownHost::hurry);
    look();
  }

  @Override
  public void shutdown() {
    shutdown = true;
    next = cancel(next);
    patience = cancel(patience);
    if (lookup != null) {
      lookup.close();
    }
  }

  private void look() {
    if (reading || shutdown) {
      return;
    }
    reading = true;
    next = cancel(next);
    executor.execute(
        () -> {
          List<HostPort> list = new ArrayList<>();
          List<String> problems = new ArrayList<>();
          try {
            list.addAll(plan.hosts().get());
          } catch (ConfigException e) {
            problems.addAll(e.problems());
          }
          context.execute(() -> take(list, problems));
        });
  }

  private void take(List<HostPort> list, List<String> problems) {
    reading = false;
    if (shutdown) {
      return;
    }
    listProblems = problems;
    if (problems.isEmpty()) {
      Set<HostPort> names = new LinkedHashSet<>(list);
      known.keySet().retainAll(names);
      hosts =
          names.stream()
              .map(name -> known.computeIfAbsent(name, key -> new KnownHost(key, ticker.read())))
              .toList();
    }
    askWhatIsDue();
    tell();
    lookLater();
  }

  private void askWhatIsDue() {
    boolean newcomers = false;
    for (KnownHost host : hosts) {
      if (running >= MOST_AT_ONCE) {
        break;
      }
      if (!host.isPending() && host.nanosUntilDue(ticker.read()) <= 0) {
        newcomers |= !host.isAnswered();
        ask(host);
      }
    }
    if (newcomers && patience == null) {
      patience =
          context.schedule(this::losePatience, PATIENCE.toNanos(), TimeUnit.NANOSECONDS, scheduler);
    }
  }

  private void losePatience() {
    patience = null;
    tell();
  }

  private void ask(KnownHost host) {
    host.asked(ticker.read());
    running++;
    Lookup open = open();
    executor.execute(
        () ->
            addresses(host.name(), open)
                .whenComplete(
                    (addresses, failure) ->
                        context.execute(() -> answered(host, addresses, failure))));
  }

  private Lookup open() {
    try {
      lookup = lookup == null ? plan.lookup().get() : lookup;
      return lookup;
    } catch (RuntimeException e) {
      // No file descriptor left, for example; what is thrown here would be the channel's end.
      return host -> CompletableFuture.failedFuture(e);
    }
  }

  private void answered(
      KnownHost host, @Nullable List<SocketAddress> addresses, @Nullable Throwable failure) {
    running--;
    if (shutdown) {
      return;
    }
    if (addresses != null) {
      host.found(addresses, ticker.read(), plan.again());
    } else {
      host.failed(reason(host.name(), Objects.requireNonNull(failure)), ticker.read());
    }
    askWhatIsDue();
    tell();
    if (!reading) {
      lookLater();
    }
  }

  /** Lets the channel know what changed, once the newcomers are found or slow. */
  private void tell() {
    boolean complete = hosts.stream().allMatch(KnownHost::isAnswered);
    if (!complete && patience != null) {
      return;
    }
    patience = cancel(patience);
    List<String> failures =
        Stream.concat(listProblems.stream(), hosts.stream().map(KnownHost::failure))
            .filter(failure -> !failure.isEmpty())
            .distinct()
            .toList();
    warnOnce(failures);
    List<EquivalentAddressGroup> groups =
        hosts.stream().flatMap(host -> groups(host).stream()).toList();
    if (!groups.isEmpty()) {
      publish(groups);
    } else if (complete && published.isEmpty() && !failures.isEmpty()) {
      fail(text(failures));
    }
  }

  /** The order of a name server's answer changes without need, so it makes no difference. */
  private void publish(List<EquivalentAddressGroup> groups) {
    Set<EquivalentAddressGroup> set = new HashSet<>(groups);
    if (set.equals(published)) {
      return;
    }
    told = "";
    // What the load balancer refuses is offered again.
    published = deliver(StatusOr.fromValue(groups)).isOk() ? set : Set.of();
  }

  private void fail(String reason) {
    if (!reason.equals(told)) {
      told = reason;
      deliver(StatusOr.fromStatus(Status.UNAVAILABLE.withDescription(reason)));
    }
  }

  private Status deliver(StatusOr<List<EquivalentAddressGroup>> result) {
    return Objects.requireNonNull(listener)
        .onResult2(ResolutionResult.newBuilder().setAddressesOrError(result).build());
  }

  private void warnOnce(List<String> failures) {
    String text = text(failures);
    if (!text.isEmpty() && !text.equals(warned)) {
      String kept = published.isEmpty() ? "" : "what was found before stays in use, and ";
      logger.warn("{}; {}it is looked up again", text, kept);
    }
    warned = text;
  }

  private void lookLater() {
    next = cancel(next);
    long delay = plan.reread().toNanos();
    for (KnownHost host : hosts) {
      // Where all are busy, the next answer sees to those that are due.
      if (!host.isPending() && running < MOST_AT_ONCE) {
        delay = Math.min(delay, Math.max(0, host.nanosUntilDue(ticker.read())));
      }
    }
    next = context.schedule(this::look, delay, TimeUnit.NANOSECONDS, scheduler);
  }

  /** Asks for a proxy first, as grpc-java does: behind one, names are the proxy's business. */
  private CompletionStage<List<SocketAddress>> addresses(HostPort name, Lookup open) {
    try {
      ProxiedSocketAddress proxied =
          proxies.proxyFor(InetSocketAddress.createUnresolved(name.address(), name.port()));
      if (proxied != null) {
        return CompletableFuture.completedFuture(List.of(proxied));
      }
      return open.addresses(name.address())
          .thenApply(
              addresses ->
                  addresses.stream()
                      .<SocketAddress>map(address -> new InetSocketAddress(address, name.port()))
                      .toList());
    } catch (Exception e) {
      // Whatever a resolver of the JDK throws: calls would wait for ever for an answer.
      return CompletableFuture.failedFuture(e);
    }
  }

  private List<EquivalentAddressGroup> groups(KnownHost host) {
    Attributes authority =
        Attributes.newBuilder()
            .set(
                EquivalentAddressGroup.ATTR_AUTHORITY_OVERRIDE, plan.authority().apply(host.name()))
            .build();
    return host.addresses().stream()
        .map(address -> new EquivalentAddressGroup(List.of(address), authority))
        .toList();
  }

  private static String reason(HostPort name, Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause instanceof UnknownHostException
        ? "no such host: " + name.host()
        : "cannot look up " + name.host() + ": " + cause.getMessage();
  }

  private static String text(Collection<String> failures) {
    String text = String.join("; ", failures.stream().limit(MOST_REASONS).toList());
    int more = failures.size() - MOST_REASONS;
    return more > 0 ? text + "; and " + more + " more" : text;
  }

  private static SynchronizationContext.@Nullable ScheduledHandle cancel(
      SynchronizationContext.@Nullable ScheduledHandle handle) {
    if (handle != null) {
      handle.cancel();
    }
    return null;
  }
}
