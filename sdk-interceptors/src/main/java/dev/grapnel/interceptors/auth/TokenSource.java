package dev.grapnel.interceptors.auth;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Gives a client the token that its calls show. Implementations are thread-safe and never block:
 * they are asked on a call's thread, for every call.
 */
@FunctionalInterface
public interface TokenSource {

  /** How long before its end a token is replaced unless told otherwise: 60 seconds. */
  Duration DEFAULT_REFRESH_AHEAD = Duration.ofSeconds(60);

  /**
   * Gives the token of now.
   *
   * @return completes with a token, at once if there is one; a failure ends the call with
   *     UNAVAILABLE
   */
  CompletionStage<Token> token();

  /**
   * Gives always the same token.
   *
   * @param value the token, without {@code Bearer}
   * @return a source that never waits
   * @throws IllegalArgumentException if the value is empty or cannot be sent in a header
   */
  static TokenSource fixed(String value) {
    CompletionStage<Token> token = CompletableFuture.completedStage(new Token(value, Instant.MAX));
    return () -> token;
  }

  /**
   * Fetches tokens, each {@link #DEFAULT_REFRESH_AHEAD} before the one before ends.
   *
   * @param fetch gets a token, see {@link #refreshing(Callable, Duration)}
   * @return a source that fetches when it is first asked
   */
  static TokenSource refreshing(Callable<Token> fetch) {
    return refreshing(fetch, DEFAULT_REFRESH_AHEAD);
  }

  /**
   * Fetches tokens, each some time before the one before ends.
   *
   * <p>A fetch runs on a daemon thread of the source, one at a time, begun by a call; it is
   * interrupted after 30 seconds. Calls go on with a token that is still valid meanwhile, and when
   * the fetch fails; without one they wait for the fetch, without a thread, until their deadline.
   * After a failure the next fetch begins with a call 1 second later or more, then 2, 4 and so on
   * up to 30; calls in between fail at once if there is no valid token.
   *
   * @param fetch gets a token; may block and throw; a token that has ended already is a failure
   * @param ahead how long before its end a token is replaced, but after 80 % of its life at the
   *     earliest; zero or more
   * @return a source that fetches when it is first asked
   * @throws IllegalArgumentException if {@code ahead} is negative
   */
  static TokenSource refreshing(Callable<Token> fetch, Duration ahead) {
    return new RefreshingTokenSource(fetch, ahead, InstantSource.system());
  }
}
