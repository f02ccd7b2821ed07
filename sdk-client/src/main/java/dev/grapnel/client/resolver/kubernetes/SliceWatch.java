package dev.grapnel.client.resolver.kubernetes;

import dev.grapnel.client.resolver.kubernetes.ApiServerException.Kind;
import dev.grapnel.core.lifecycle.Ticker;
import dev.grapnel.core.policy.Backoff;
import io.grpc.SynchronizationContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lists the slices of a service, then watches them for ever: from the version it knows, as long as
 * the server goes along; otherwise from a new list. Lives in a synchronization context.
 */
final class SliceWatch {

  /** Who is told; in the synchronization context. */
  interface Observer {
    void slices(Collection<Slice> all);

    void failed(String why);
  }

  /** What the channel lends. */
  record Timing(
      SynchronizationContext context,
      ScheduledExecutorService scheduler,
      Ticker ticker,
      Backoff backoff) {}

  static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(5), 2);

  /** For a page of a list, and for a watch to open. */
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);

  /** What the server is late by is the network's fault, and the watch dead. */
  private static final Duration MARGIN = Duration.ofSeconds(10);

  /** A connection that died in silence shows in others that fail: a watch this old is doubted. */
  private static final Duration RENEWABLE_AFTER = Duration.ofSeconds(30);

  private static final int MOST_SLICES = 10_000;
  private static final String ENDLESS =
      "the Kubernetes API server lists more than " + MOST_SLICES + " slices of the ";
  private static final Logger logger = LoggerFactory.getLogger("grpc.client");

  private final ApiServer server;
  private final KubernetesService service;
  private final Timing timing;
  private final Observer observer;
  private final Map<String, Slice> slices = new HashMap<>();
  private @Nullable String resourceVersion;
  private @Nullable CompletableFuture<?> request;
  private SynchronizationContext.@Nullable ScheduledHandle timer;
  private @Nullable Kind told;
  private int failures;
  private boolean open;
  private boolean stopped;
  private long openedAt;
  private String watchedFrom = "";

  /** Changes whenever a request ends, so that what is late is recognised. */
  private int generation;

  SliceWatch(ApiServer server, KubernetesService service, Timing timing, Observer observer) {
    this.server = server;
    this.service = service;
    this.timing = timing;
    this.observer = observer;
  }

  void start() {
    goOn();
  }

  /** Asks again from where it is, unless it began a short while ago. */
  void renew() {
    boolean old = timing.ticker().read() - openedAt > RENEWABLE_AFTER.toNanos();
    if (open && old) {
      goOn();
    }
  }

  void stop() {
    stopped = true;
    end();
    server.close();
  }

  private void goOn() {
    end();
    if (stopped) {
      return;
    }
    if (resourceVersion == null) {
      list("", new ArrayList<>());
    } else {
      watch(resourceVersion);
    }
  }

  /** Nothing is under way after this. */
  private void end() {
    CompletableFuture<?> ended = request;
    request = null;
    generation++;
    open = false;
    cancelTimer();
    if (ended != null) {
      ended.cancel(true);
    }
  }

  private void list(String next, List<Slice> listed) {
    CompletableFuture<SliceJson.Page> page = server.list(next);
    begin(
        page,
        found -> {
          listed.addAll(found.slices());
          if (listed.size() > MOST_SLICES) {
            fail(new ApiServerException(Kind.REFUSED, ENDLESS + service, null), false);
          } else if (!found.next().isEmpty()) {
            list(found.next(), listed);
          } else {
            replace(listed, found.resourceVersion());
          }
        });
  }

  private void replace(List<Slice> listed, String version) {
    slices.clear();
    listed.forEach(slice -> slices.put(slice.name(), slice));
    resourceVersion = version;
    observer.slices(slices.values());
    goOn();
  }

  private void watch(String from) {
    watchedFrom = from;
    int mine = generation;
    Duration timeout = Duration.ofSeconds(ThreadLocalRandom.current().nextInt(260, 290));
    CompletableFuture<byte[]> watch =
        server.watch(
            from,
            timeout,
            () -> inContext(mine, () -> opened(timeout)),
            event -> inContext(mine, () -> take(event)));
    begin(watch, end -> ended());
  }

  private <T> void begin(CompletableFuture<T> newRequest, Consumer<T> done) {
    request = newRequest;
    giveUpAfter(ANSWER_TIMEOUT);
    int mine = generation;
    var unused =
        newRequest.whenComplete(
            (value, failure) ->
                inContext(
                    mine,
                    () -> {
                      boolean wasOpen = open;
                      end();
                      if (failure == null) {
                        done.accept(value);
                      } else {
                        fail(failure, wasOpen);
                      }
                    }));
  }

  /** What comes of a request that is over is dropped. */
  private void inContext(int mine, Runnable work) {
    timing
        .context()
        .execute(
            () -> {
              if (generation == mine) {
                work.run();
              }
            });
  }

  private void opened(Duration timeout) {
    open = true;
    openedAt = timing.ticker().read();
    failures = 0;
    giveUpAfter(timeout.plus(MARGIN));
    if (told != null) {
      told = null;
      logger.info("the {} is watched again", service);
    }
  }

  private void take(SliceJson.Event event) {
    if (event instanceof SliceJson.Present present) {
      resourceVersion = present.resourceVersion();
      slices.put(present.slice().name(), present.slice());
      observer.slices(slices.values());
    } else if (event instanceof SliceJson.Absent absent) {
      resourceVersion = absent.resourceVersion();
      slices.remove(absent.name());
      observer.slices(slices.values());
    } else if (event instanceof SliceJson.Bookmark bookmark) {
      resourceVersion = bookmark.resourceVersion();
    } else if (event instanceof SliceJson.Failure failure) {
      end();
      fail(
          new ApiServerException(
              failure.code() == 410 ? Kind.EXPIRED : Kind.REFUSED,
              "the Kubernetes API server ends the watch of the "
                  + service
                  + " (status "
                  + failure.code()
                  + "): "
                  + failure.message(),
              null),
          true);
    }
  }

  /** Watches end all the time; a pause keeps a server that ends them at once from being flooded. */
  private void ended() {
    if (watchedFrom.equals(resourceVersion)) {
      pause(1);
    } else {
      goOn();
    }
  }

  private void fail(Throwable failure, boolean wasOpen) {
    Kind kind = failure instanceof ApiServerException known ? known.kind() : Kind.REFUSED;
    if (wasOpen && kind == Kind.UNREACHABLE) {
      ended();
      return;
    }
    String text = String.valueOf(failure.getMessage());
    if (kind != Kind.UNREACHABLE) {
      resourceVersion = null;
    }
    if (kind == Kind.EXPIRED) {
      logger.debug("{}", text);
    } else if (told != kind) {
      told = kind;
      logger.warn("{}; it is asked again, and what is known of the {} is kept", text, service);
    }
    failures++;
    observer.failed(text);
    pause(failures);
  }

  private void giveUpAfter(Duration limit) {
    cancelTimer();
    CompletableFuture<?> running = request;
    timer =
        timing
            .context()
            .schedule(
                () -> giveUp(running, limit),
                limit.toMillis(),
                TimeUnit.MILLISECONDS,
                timing.scheduler());
  }

  private void giveUp(@Nullable CompletableFuture<?> running, Duration limit) {
    if (running != null) {
      running.completeExceptionally(
          new ApiServerException(
              Kind.UNREACHABLE,
              "the Kubernetes API server "
                  + service.apiServer()
                  + " says nothing for "
                  + limit.toSeconds()
                  + " s",
              null));
    }
  }

  private void pause(int attempt) {
    if (stopped) {
      return;
    }
    Backoff backoff = timing.backoff();
    double grown =
        (double) backoff.initial().toNanos() * Math.pow(backoff.multiplier(), attempt - 1);
    double delay = Math.min(grown, (double) backoff.max().toNanos());
    double jitter = ThreadLocalRandom.current().nextDouble(0.8, 1.2);
    timer =
        timing
            .context()
            .schedule(
                this::goOn, (long) (delay * jitter), TimeUnit.NANOSECONDS, timing.scheduler());
  }

  private void cancelTimer() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }
}
