package dev.grapnel.interceptors.auth;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a token and replaces it in time. What is not volatile is guarded by this. */
final class RefreshingTokenSource implements TokenSource {

  static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  static final Duration LAST_RETRY = Duration.ofSeconds(30);

  private static final Logger logger = LoggerFactory.getLogger("grpc.auth");

  private static final Duration LONGEST_FETCH = Duration.ofSeconds(30);
  private static final long IDLE_SECONDS = 30;

  /** The part of a token's life that is left when it is replaced, at most. */
  private static final int LIFE_LEFT = 5;

  private final Callable<Token> fetch;
  private final Duration ahead;
  private final InstantSource clock;
  private final Duration longestFetch;
  private final ThreadPoolExecutor thread = thread();
  private volatile @Nullable Held held;
  private @Nullable CompletableFuture<Token> fetching;
  private @Nullable Throwable failure;
  private Instant notBefore = Instant.MIN;
  private Duration retry = FIRST_RETRY;

  /** A token, as calls get it. */
  private record Held(Token token, CompletionStage<Token> stage, Instant refreshAt) {}

  RefreshingTokenSource(Callable<Token> fetch, Duration ahead, InstantSource clock) {
    this(fetch, ahead, clock, LONGEST_FETCH);
  }

  RefreshingTokenSource(
      Callable<Token> fetch, Duration ahead, InstantSource clock, Duration longestFetch) {
    if (ahead.isNegative()) {
      throw new IllegalArgumentException(
          "tokens are replaced " + ahead + " ahead: expected zero or more");
    }
    this.fetch = fetch;
    this.ahead = ahead;
    this.clock = clock;
    this.longestFetch = longestFetch;
  }

  @Override
  public CompletionStage<Token> token() {
    Instant now = clock.instant();
    Held current = held;
    return current != null && now.isBefore(current.refreshAt()) ? current.stage() : refreshed(now);
  }

  private synchronized CompletionStage<Token> refreshed(Instant now) {
    Held current = held;
    if (current != null && now.isBefore(current.refreshAt())) {
      return current.stage();
    }
    CompletableFuture<Token> pending = fetching;
    if (pending == null && !now.isBefore(notBefore)) {
      pending = begin();
    }
    if (current != null && now.isBefore(current.token().expiry())) {
      return current.stage();
    }
    return pending != null ? pending.copy() : CompletableFuture.failedStage(lastFailure());
  }

  private Throwable lastFailure() {
    return failure != null ? failure : new IllegalStateException("no token was fetched yet");
  }

  /** The work begins last: it may end at once, and must find everything in place. */
  private CompletableFuture<Token> begin() {
    CompletableFuture<Token> attempt = new CompletableFuture<>();
    CompletableFuture<Token> result = new CompletableFuture<>();
    FutureTask<?> work = new FutureTask<>(() -> run(attempt), null);
    fetching = result;
    var unused =
        attempt
            .orTimeout(longestFetch.toMillis(), TimeUnit.MILLISECONDS)
            .whenComplete(
                (token, thrown) -> {
                  if (thrown instanceof TimeoutException) {
                    work.cancel(true);
                    thread.purge();
                  }
                  settle(
                      result,
                      token,
                      thrown instanceof ExecutionException ? thrown.getCause() : thrown);
                });
    thread.execute(work);
    return result;
  }

  /** Wraps what is thrown, which may be a timeout of the fetch's own: only ours interrupts. */
  private void run(CompletableFuture<Token> attempt) {
    try {
      Token token = fetch.call();
      if (token == null) {
        throw new NoTokenException("the fetch returned null");
      }
      if (!clock.instant().isBefore(token.expiry())) {
        throw new NoTokenException("the fetched token has ended already");
      }
      attempt.complete(token);
    } catch (Throwable thrown) {
      attempt.completeExceptionally(new ExecutionException(thrown));
    }
  }

  private void settle(
      CompletableFuture<Token> result, @Nullable Token token, @Nullable Throwable thrown) {
    synchronized (this) {
      fetching = null;
      if (token != null) {
        hold(token);
      } else {
        failure = thrown;
        notBefore = clock.instant().plus(retry);
        Duration doubled = retry.multipliedBy(2);
        retry = doubled.compareTo(LAST_RETRY) > 0 ? LAST_RETRY : doubled;
      }
    }
    if (token != null) {
      result.complete(token);
    } else if (thrown != null) {
      logger.warn("Cannot fetch a token: {}", NoTokenException.reason(thrown));
      logger.debug("Cannot fetch a token", thrown);
      result.completeExceptionally(thrown);
    }
  }

  private void hold(Token token) {
    failure = null;
    notBefore = Instant.MIN;
    retry = FIRST_RETRY;
    held = new Held(token, CompletableFuture.completedStage(token), refreshAt(token));
  }

  private Instant refreshAt(Token token) {
    if (token.expiry().equals(Instant.MAX)) {
      return Instant.MAX;
    }
    Duration fraction = Duration.between(clock.instant(), token.expiry()).dividedBy(LIFE_LEFT);
    return token.expiry().minus(fraction.compareTo(ahead) < 0 ? fraction : ahead);
  }

  /** It ends when it is idle, so that nobody has to close a source. */
  private static ThreadPoolExecutor thread() {
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              Thread thread = new Thread(work, "grpc-token");
              thread.setDaemon(true);
              return thread;
            });
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }
}
