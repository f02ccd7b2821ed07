package dev.grapnel.interceptors.auth;

import dev.grapnel.core.lifecycle.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys that are fetched: in the background, one fetch at a time, never by a call.
 *
 * <p>What a call does is to read {@code current}, and for an unknown key to hand a task to the
 * scheduler. What is neither final nor volatile is guarded by this.
 */
final class JwksKeys implements VerificationKeys {

  static final Duration REFRESH = Duration.ofMinutes(5);
  static final Duration UNKNOWN_KEY_PAUSE = Duration.ofSeconds(30);
  static final Duration LONGEST_OUTAGE = Duration.ofHours(24);
  static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  static final Duration LAST_RETRY = Duration.ofMinutes(1);

  private static final Logger logger = LoggerFactory.getLogger("grpc.auth");

  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
  private static final int LONGEST_REASON = 200;

  private final Origin origin;
  private final JwksReader reader;
  private final Ticker ticker;
  private final ScheduledExecutorService scheduler;
  private final Runnable end;
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private volatile @Nullable Fetched current;
  private @Nullable Future<?> next;
  private boolean fetching;
  private boolean closed;
  private @Nullable Long unknownKeyAt;
  private volatile Duration retry = FIRST_RETRY;

  /** Where the document comes from. Its text names the place in logs. */
  interface Origin {

    /** Begins to get the document; ends in bounded time. */
    CompletionStage<byte[]> fetch();
  }

  private record Fetched(KeySet keys, long at) {}

  private JwksKeys(
      Origin origin,
      JwksReader reader,
      Ticker ticker,
      ScheduledExecutorService scheduler,
      Runnable end) {
    this.origin = origin;
    this.reader = reader;
    this.ticker = ticker;
    this.scheduler = scheduler;
    this.end = end;
  }

  /** Without a scheduler, it has a daemon thread of its own. */
  static JwksKeys of(
      Origin origin,
      JwksReader reader,
      Ticker ticker,
      @Nullable ScheduledExecutorService scheduler) {
    if (scheduler != null) {
      return new JwksKeys(origin, reader, ticker, scheduler, () -> {});
    }
    ScheduledExecutorService own = Executors.newSingleThreadScheduledExecutor(JwksKeys::daemon);
    return new JwksKeys(origin, reader, ticker, own, own::shutdownNow);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "grpc-jwks");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public List<JwtAlgorithm> algorithms() {
    return reader.algorithms();
  }

  @Override
  public void start() {
    begin();
  }

  @Override
  public CompletionStage<Void> ready() {
    return ready.copy();
  }

  @Override
  public VerificationKey find(JwtAlgorithm algorithm, @Nullable String keyId) {
    Fetched fetched = current;
    if (fetched == null) {
      throw Rejection.unavailable("the keys of " + origin + " are not there yet");
    }
    if (ticker.read() - fetched.at() > LONGEST_OUTAGE.toNanos()) {
      throw Rejection.unavailable("the keys of " + origin + " are older than " + LONGEST_OUTAGE);
    }
    VerificationKey key = fetched.keys().find(algorithm, keyId);
    if (key != null) {
      return key;
    }
    if (beginForUnknownKey()) {
      throw Rejection.unavailable("the token's key is unknown, and keys are being fetched");
    }
    // The fetch may have ended since the keys were read.
    Fetched latest = current;
    key = latest == null ? null : latest.keys().find(algorithm, keyId);
    if (key != null) {
      return key;
    }
    throw Rejection.refused("the token's key is unknown");
  }

  /** Maybe the key is new, maybe it was made up: now and then it is worth a fetch. */
  private synchronized boolean beginForUnknownKey() {
    long now = ticker.read();
    if (!fetching && (unknownKeyAt == null || now - unknownKeyAt >= UNKNOWN_KEY_PAUSE.toNanos())) {
      unknownKeyAt = now;
      begin();
    }
    return fetching;
  }

  private synchronized void begin() {
    if (!fetching && !closed) {
      fetching = true;
      scheduler.execute(this::fetch);
    }
  }

  private void fetch() {
    CompletionStage<byte[]> document;
    try {
      document = origin.fetch();
    } catch (RuntimeException e) {
      document = CompletableFuture.failedStage(e);
    }
    var unused = document.whenCompleteAsync(this::settle, scheduler);
  }

  /** Whatever happens, a next fetch is scheduled. */
  private void settle(byte @Nullable [] document, @Nullable Throwable failure) {
    if (document == null) {
      failed(failure);
      return;
    }
    KeySet keys;
    try {
      keys = reader.read(document);
    } catch (IOException | RuntimeException e) {
      failed(e);
      return;
    }
    accept(keys);
  }

  /** Logs outside the lock, which calls take for unknown keys: writing may block. */
  private void accept(KeySet keys) {
    Fetched before = current;
    current = new Fetched(keys, ticker.read());
    scheduleNext(REFRESH, FIRST_RETRY);
    if (keys.isEmpty()) {
      logger.warn("{} has no key for {}: tokens are refused", origin, reader.algorithms());
      return;
    }
    if (before == null || !before.keys().toString().equals(keys.toString())) {
      logger.info("{} has {}", origin, keys);
    }
    ready.complete(null);
  }

  private void failed(@Nullable Throwable failure) {
    Duration delay = retry;
    Duration doubled = delay.multipliedBy(2);
    scheduleNext(delay, doubled.compareTo(LAST_RETRY) > 0 ? LAST_RETRY : doubled);
    logger.warn(
        "Cannot fetch the keys of {}, next try after {}: {}", origin, delay, reason(failure));
  }

  private synchronized void scheduleNext(Duration delay, Duration delayIfItFails) {
    fetching = false;
    retry = delayIfItFails;
    if (next != null) {
      next.cancel(false);
    }
    if (!closed) {
      next = scheduler.schedule(this::begin, delay.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  /** The JDK's messages may quote the answer. */
  private static String reason(@Nullable Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    String text = String.valueOf(cause);
    return CONTROL
        .matcher(text.substring(0, Math.min(text.length(), LONGEST_REASON)))
        .replaceAll(" ");
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      if (next != null) {
        next.cancel(false);
      }
      end.run();
    }
    ready.completeExceptionally(new IllegalStateException("closed before there were keys"));
  }
}
