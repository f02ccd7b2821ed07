package dev.grapnel.client.resolver;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TargetListResolverTest {

  private static final Duration NEVER = Duration.ofDays(1);

  private final Map<String, String> names = new ConcurrentHashMap<>();
  private final BlockingQueue<NameResolver.ResolutionResult> results = new LinkedBlockingQueue<>();
  private final Queue<Throwable> uncaught = new ArrayDeque<>();
  private final ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1);
  private final SynchronizationContext context =
      new SynchronizationContext((thread, failure) -> uncaught.add(failure));

  @AfterEach
  void stop() {
    scheduler.shutdownNow();
    assertThat(uncaught).isEmpty();
  }

  @Test
  void givesEachAddressTheNameItCameFrom() throws Exception {
    names.put("a", "10.0.0.1");
    names.put("b", "10.0.0.2");

    start(NEVER, Runnable::run, "a:1", "b:2");

    assertThat(addresses()).containsExactly("a:1=10.0.0.1:1", "b:2=10.0.0.2:2");
  }

  @Test
  void leavesOutAHostThatIsUnknown() throws Exception {
    names.put("b", "10.0.0.2");

    start(NEVER, Runnable::run, "a:1", "b:2");

    assertThat(addresses()).containsExactly("b:2=10.0.0.2:2");
  }

  @Test
  void looksUpAnUnknownHostAgainAfterAWhile() throws Exception {
    names.put("b", "10.0.0.2");
    start(Duration.ofMillis(1), Runnable::run, "a:1", "b:2");
    assertThat(addresses()).containsExactly("b:2=10.0.0.2:2");

    names.put("a", "10.0.0.1");

    List<String> latest = addresses();
    while (latest.size() < 2) {
      latest = addresses();
    }
    assertThat(latest).containsExactly("a:1=10.0.0.1:1", "b:2=10.0.0.2:2");
  }

  @Test
  void keepsTheAddressesOfAHostThatIsUnknownForAWhile() throws Exception {
    names.put("a", "10.0.0.1");
    names.put("b", "10.0.0.2");
    NameResolver resolver = start(NEVER, Runnable::run, "a:1", "b:2");
    assertThat(addresses()).hasSize(2);

    names.remove("a");
    names.put("b", "10.0.0.3");
    context.execute(resolver::refresh);

    assertThat(addresses()).containsExactly("a:1=10.0.0.1:1", "b:2=10.0.0.3:2");
  }

  @Test
  void failsWhenNoHostIsKnownAndNamesThem() throws Exception {
    start(NEVER, Runnable::run, "a:1", "b:2");

    Status status = results.take().getAddressesOrError().getStatus();

    assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(status.getDescription()).isEqualTo("no such host: a, b");
  }

  @Test
  void takesAResolverOfTheJdkThatThrowsAsAnUnknownHost() throws Exception {
    names.put("a", "broken");

    start(NEVER, Runnable::run, "a:1");

    assertThat(results.take().getAddressesOrError().hasValue()).isFalse();
  }

  @Test
  void asksOnceWhileALookupRuns() throws Exception {
    names.put("a", "10.0.0.1");
    Queue<Runnable> lookups = new ArrayDeque<>();
    NameResolver resolver = start(NEVER, lookups::add, "a:1");

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
    NameResolver resolver = start(NEVER, lookups::add, "a:1");

    context.execute(resolver::shutdown);
    lookups.remove().run();
    context.execute(resolver::refresh);

    assertThat(results).isEmpty();
    assertThat(lookups).isEmpty();
  }

  @Test
  void leavesNoTimerBehindAfterShutdown() throws Exception {
    names.put("b", "10.0.0.2");
    scheduler.setRemoveOnCancelPolicy(true);
    NameResolver resolver = start(NEVER, Runnable::run, "a:1", "b:2");
    assertThat(addresses()).hasSize(1);
    assertThat(scheduler.getQueue()).hasSize(1);

    context.execute(resolver::shutdown);

    assertThat(scheduler.getQueue()).isEmpty();
  }

  @Test
  void tellsResultsInTheSynchronizationContext() throws Exception {
    names.put("a", "10.0.0.1");
    BlockingQueue<Boolean> inContext = new LinkedBlockingQueue<>();
    NameResolver resolver = resolver(NEVER, command -> new Thread(command).start(), "a:1");

    context.execute(
        () ->
            resolver.start(
                new Results() {
                  @Override
                  public Status onResult2(NameResolver.ResolutionResult result) {
                    context.throwIfNotInThisSynchronizationContext();
                    inContext.add(true);
                    return Status.OK;
                  }
                }));

    assertThat(inContext.take()).isTrue();
  }

  private NameResolver start(Duration retryDelay, Executor executor, String... hosts) {
    NameResolver resolver = resolver(retryDelay, executor, hosts);
    context.execute(() -> resolver.start(new Results()));
    return resolver;
  }

  private NameResolver resolver(Duration retryDelay, Executor executor, String... hosts) {
    NameResolver.Args args =
        NameResolver.Args.newBuilder()
            .setDefaultPort(80)
            .setProxyDetector(address -> null)
            .setSynchronizationContext(context)
            .setServiceConfigParser(new NoServiceConfig())
            .setScheduledExecutorService(scheduler)
            .setOffloadExecutor(executor)
            .build();
    List<HostPort> list = parse(hosts);
    return new TargetListResolver(list, this::lookUp, retryDelay, args);
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

  private List<String> addresses() throws InterruptedException {
    return results.take().getAddressesOrError().getValue().stream()
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

  private class Results extends NameResolver.Listener2 {
    @Override
    public void onResult(NameResolver.ResolutionResult result) {
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
