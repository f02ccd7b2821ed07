package dev.grapnel.client.resolver.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.core.lifecycle.Ticker;
import dev.grapnel.core.policy.Backoff;
import io.grpc.NameResolver;
import io.grpc.Status;
import io.grpc.StatusOr;
import io.grpc.SynchronizationContext;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A resolver at work, as in a channel, and what it tells. */
final class Resolving implements AutoCloseable {

  static final Backoff SHORT = new Backoff(Duration.ofMillis(5), Duration.ofMillis(20), 2);

  private final BlockingQueue<String> results = new LinkedBlockingQueue<>();
  private final BlockingQueue<Throwable> uncaught = new LinkedBlockingQueue<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();
  private final SynchronizationContext context =
      new SynchronizationContext((thread, failure) -> uncaught.add(failure));
  private final NameResolver resolver;

  private Resolving(
      KubernetesService service, Backoff backoff, Ticker ticker, ScheduledExecutorService given) {
    NameResolver.Args args =
        NameResolver.Args.newBuilder()
            .setDefaultPort(80)
            .setProxyDetector(address -> null)
            .setSynchronizationContext(context)
            .setServiceConfigParser(new NoServiceConfig())
            .setScheduledExecutorService(given == null ? timers : given)
            .setOffloadExecutor(threads)
            .build();
    resolver = new KubernetesResolver(service, backoff, ticker, args);
    context.execute(() -> resolver.start(new Listener()));
  }

  static KubernetesService service(URI apiServer, Path token, Path ca) {
    return new KubernetesService("users", "shop", "grpc", apiServer, token, ca);
  }

  static Resolving start(KubernetesService service) {
    return new Resolving(service, SHORT, Ticker.system(), null);
  }

  static Resolving start(
      KubernetesService service, Ticker ticker, ScheduledExecutorService scheduler) {
    return new Resolving(service, SliceWatch.BACKOFF, ticker, scheduler);
  }

  /** What is told next: addresses or a status. */
  String next() throws InterruptedException {
    String result = results.poll(20, TimeUnit.SECONDS);
    if (result == null) {
      throw new AssertionError("nothing is told");
    }
    return result;
  }

  int unseen() {
    return results.size();
  }

  void refresh() {
    context.execute(resolver::refresh);
  }

  void shutdown() {
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    context.execute(resolver::shutdown);
    context.execute(() -> done.complete(true));
    assertThat(done).succeedsWithin(Duration.ofSeconds(20));
  }

  NameResolver resolver() {
    return resolver;
  }

  @Override
  public void close() {
    shutdown();
    threads.shutdown();
    timers.shutdownNow();
    assertThat(uncaught).isEmpty();
  }

  private static String describe(StatusOr<? extends Iterable<?>> result) {
    return result.getStatus().getCode() + ": " + result.getStatus().getDescription();
  }

  private final class Listener extends NameResolver.Listener2 {
    @Override
    public Status onResult2(NameResolver.ResolutionResult result) {
      context.throwIfNotInThisSynchronizationContext();
      var addresses = result.getAddressesOrError();
      results.add(
          addresses.hasValue()
              ? addresses.getValue().stream()
                  .map(group -> (InetSocketAddress) group.getAddresses().get(0))
                  .map(address -> address.getHostString() + ":" + address.getPort())
                  .collect(Collectors.joining(" "))
              : describe(addresses));
      return Status.OK;
    }

    @Override
    public void onResult(NameResolver.ResolutionResult result) {
      throw new AssertionError(result);
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
