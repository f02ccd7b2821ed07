package dev.grapnel.client.resolver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.core.config.ConfigException;
import dev.grapnel.testing.time.VirtualClock;
import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.ProxyDetector;
import io.grpc.Status;
import io.grpc.SynchronizationContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** A resolver whose list, names and time are in the test's hand. */
@Timeout(30)
class ResolverFixture {

  static final Duration REREAD = Duration.ofSeconds(20);
  static final Duration AGAIN = Duration.ofSeconds(30);
  static final Duration SECOND = Duration.ofSeconds(1);

  final Map<String, String> names = new HashMap<>();
  final Map<String, CompletableFuture<List<InetAddress>>> slow = new HashMap<>();
  final List<String> asked = new ArrayList<>();
  final Queue<NameResolver.ResolutionResult> results = new ArrayDeque<>();
  final Queue<Throwable> uncaught = new ArrayDeque<>();
  final VirtualClock clock = VirtualClock.create();
  final SynchronizationContext context =
      new SynchronizationContext((thread, failure) -> uncaught.add(failure));
  List<String> list = List.of();
  Supplier<List<HostPort>> source = this::read;
  ProxyDetector proxies = address -> null;
  Status accepted = Status.OK;
  boolean closed;

  @AfterEach
  void stop() {
    assertThat(uncaught).isEmpty();
  }

  NameResolver start(String... hosts) {
    list = List.of(hosts);
    NameResolver resolver = make(Runnable::run);
    context.execute(() -> resolver.start(new Results()));
    return resolver;
  }

  NameResolver make(Executor executor) {
    NameResolver.Args args =
        NameResolver.Args.newBuilder()
            .setDefaultPort(80)
            .setProxyDetector(proxies)
            .setSynchronizationContext(context)
            .setServiceConfigParser(new NoServiceConfig())
            .setScheduledExecutorService(clock.scheduler())
            .setOffloadExecutor(executor)
            .build();
    HostPortResolver.Plan plan =
        new HostPortResolver.Plan("a:1", HostPort::toString, source, Names::new, REREAD, AGAIN);
    return new HostPortResolver(plan, clock, args);
  }

  private List<HostPort> read() {
    List<HostPort> hosts = new ArrayList<>();
    for (String host : list) {
      HostPort.parse(host, hosts, new ArrayList<>());
    }
    if (hosts.isEmpty()) {
      throw new ConfigException(List.of("no list"));
    }
    return hosts;
  }

  List<String> addresses() {
    return results.remove().getAddressesOrError().getValue().stream()
        .map(ResolverFixture::describe)
        .toList();
  }

  private static String describe(EquivalentAddressGroup group) {
    InetSocketAddress address = (InetSocketAddress) group.getAddresses().get(0);
    return group.getAttributes().get(EquivalentAddressGroup.ATTR_AUTHORITY_OVERRIDE)
        + "="
        + address.getAddress().getHostAddress()
        + ":"
        + address.getPort();
  }

  private final class Names implements Lookup {
    @Override
    public CompletionStage<List<InetAddress>> addresses(String host) throws UnknownHostException {
      asked.add(host);
      if (slow.containsKey(host)) {
        return slow.get(host);
      }
      String text = names.get(host);
      if (text == null) {
        throw new UnknownHostException(host);
      }
      if (text.equals("broken")) {
        throw new IllegalStateException(text);
      }
      List<InetAddress> addresses = new ArrayList<>();
      for (String address : text.split(",", -1)) {
        addresses.add(InetAddress.getByName(address));
      }
      return CompletableFuture.completedFuture(addresses);
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  final class Results extends NameResolver.Listener2 {
    @Override
    public void onResult(NameResolver.ResolutionResult result) {
      throw new AssertionError("not in the context");
    }

    @Override
    public Status onResult2(NameResolver.ResolutionResult result) {
      context.throwIfNotInThisSynchronizationContext();
      results.add(result);
      return accepted;
    }

    @Override
    public void onError(Status error) {
      throw new AssertionError(error);
    }
  }

  private static final class NoServiceConfig extends NameResolver.ServiceConfigParser {
    @Override
    public NameResolver.ConfigOrError parseServiceConfig(Map<String, ?> config) {
      return NameResolver.ConfigOrError.fromConfig(config);
    }
  }
}
