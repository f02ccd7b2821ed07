package dev.grapnel.client.resolver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.testing.time.VirtualClock;
import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
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
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TargetListResolverTest {

  private static final Duration RETRY_DELAY = Duration.ofSeconds(30);

  private final Map<String, String> names = new HashMap<>();
  private final Queue<NameResolver.ResolutionResult> results = new ArrayDeque<>();
  private final Queue<Throwable> uncaught = new ArrayDeque<>();
  private final VirtualClock clock = VirtualClock.create();
  private final SynchronizationContext context =
      new SynchronizationContext((thread, failure) -> uncaught.add(failure));

  @AfterEach
  void stop() {
    assertThat(uncaught).isEmpty();
  }

  @Test
  void givesEachAddressTheNameItCameFrom() {
    names.put("a", "10.0.0.1");
    names.put("b", "10.0.0.2");

    start(Runnable::run, "a:1", "b:2");

    assertThat(addresses()).containsExactly("a:1=10.0.0.1:1", "b:2=10.0.0.2:2");
  }

  @Test
  void leavesOutAHostThatIsUnknown() {
    names.put("b", "10.0.0.2");

    start(Runnable::run, "a:1", "b:2");

    assertThat(addresses()).containsExactly("b:2=10.0.0.2:2");
  }

  @Test
  void looksUpAnUnknownHostAgainAfterAWhile() {
    names.put("b", "10.0.0.2");
    start(Runnable::run, "a:1", "b:2");
    assertThat(addresses()).containsExactly("b:2=10.0.0.2:2");
    names.put("a", "10.0.0.1");

    clock.advance(RETRY_DELAY.minusNanos(1));
    assertThat(results).isEmpty();
    clock.advance(Duration.ofNanos(1));

    assertThat(addresses()).containsExactly("a:1=10.0.0.1:1", "b:2=10.0.0.2:2");
    assertThat(clock.pendingTasks()).isZero();
  }

  @Test
  void keepsTheAddressesOfAHostThatIsUnknownForAWhile() {
    names.put("a", "10.0.0.1");
    names.put("b", "10.0.0.2");
    NameResolver resolver = start(Runnable::run, "a:1", "b:2");
    assertThat(addresses()).hasSize(2);

    names.remove("a");
    names.put("b", "10.0.0.3");
    context.execute(resolver::refresh);

    assertThat(addresses()).containsExactly("a:1=10.0.0.1:1", "b:2=10.0.0.3:2");
  }

  @Test
  void failsWhenNoHostIsKnownAndNamesThem() {
    start(Runnable::run, "a:1", "b:2");

    Status status = results.remove().getAddressesOrError().getStatus();

    assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(status.getDescription()).isEqualTo("no such host: a, b");
  }

  @Test
  void takesAResolverOfTheJdkThatThrowsAsAnUnknownHost() {
    names.put("a", "broken");

    start(Runnable::run, "a:1");

    assertThat(results.remove().getAddressesOrError().hasValue()).isFalse();
  }

  @Test
  void asksOnceWhileALookupRuns() {
    names.put("a", "10.0.0.1");
    Queue<Runnable> lookups = new ArrayDeque<>();
    NameResolver resolver = start(lookups::add, "a:1");

    context.execute(resolver::refresh);
    context.execute(resolver::refresh);

    assertThat(lookups).hasSize(1);
    lookups.remove().run();
    assertThat(addresses()).hasSize(1);
    context.execute(resolver::refresh);
    assertThat(lookups).hasSize(1);
  }

  @Test
  void tellsNothingAfterShutdown() {
    names.put("a", "10.0.0.1");
    Queue<Runnable> lookups = new ArrayDeque<>();
    NameResolver resolver = start(lookups::add, "a:1");

    context.execute(resolver::shutdown);
    lookups.remove().run();
    context.execute(resolver::refresh);

    assertThat(results).isEmpty();
    assertThat(lookups).isEmpty();
  }

  @Test
  void leavesNoTimerBehindAfterShutdown() {
    names.put("b", "10.0.0.2");
    NameResolver resolver = start(Runnable::run, "a:1", "b:2");
    assertThat(addresses()).hasSize(1);
    assertThat(clock.pendingTasks()).isEqualTo(1);

    context.execute(resolver::shutdown);

    assertThat(clock.pendingTasks()).isZero();
  }

  @Test
  void tellsResultsInTheSynchronizationContext() {
    names.put("a", "10.0.0.1");
    Queue<Runnable> lookups = new ArrayDeque<>();
    start(lookups::add, "a:1");

    lookups.remove().run(); // outside the context, which Results insists on

    assertThat(addresses()).hasSize(1);
  }

  private NameResolver start(Executor executor, String... hosts) {
    NameResolver.Args args =
        NameResolver.Args.newBuilder()
            .setDefaultPort(80)
            .setProxyDetector(address -> null)
            .setSynchronizationContext(context)
            .setServiceConfigParser(new NoServiceConfig())
            .setScheduledExecutorService(clock.scheduler())
            .setOffloadExecutor(executor)
            .build();
    NameResolver resolver = new TargetListResolver(parse(hosts), this::lookUp, RETRY_DELAY, args);
    context.execute(() -> resolver.start(new Results()));
    return resolver;
  }

  private static List<HostPort> parse(String... hosts) {
    List<HostPort> list = new ArrayList<>();
    for (String host : hosts) {
      HostPort.parse(host, list, new ArrayList<>());
    }
    return list;
  }

  private InetAddress[] lookUp(String host) throws UnknownHostException {
    String address = names.get(host);
    if (address == null) {
      throw new UnknownHostException(host);
    }
    if (address.equals("broken")) {
      throw new IllegalStateException("broken");
    }
    return InetAddress.getAllByName(address);
  }

  private List<String> addresses() {
    return results.remove().getAddressesOrError().getValue().stream()
        .map(TargetListResolverTest::describe)
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

  private final class Results extends NameResolver.Listener2 {
    @Override
    public void onResult(NameResolver.ResolutionResult result) {
      context.throwIfNotInThisSynchronizationContext();
      results.add(result);
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
