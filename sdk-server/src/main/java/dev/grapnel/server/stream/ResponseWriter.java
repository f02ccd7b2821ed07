package dev.grapnel.server.stream;

import java.time.Duration;

/**
 * Writes the responses of a stream no faster than the client reads them. Used on the thread of the
 * stream's body only, and until the body returns.
 *
 * @param <RespT> the type of responses
 */
public interface ResponseWriter<RespT> {

  /**
   * Writes a message; waits while the client does not read. Without a {@link #stallTimeout} that
   * may take as long as the call lasts.
   *
   * @param message the response
   * @throws java.util.concurrent.CancellationException if the call is over: cancelled by the
   *     client, its deadline passed, the connection lost, or the server stopped. The interrupt flag
   *     of the thread is clear then
   * @throws dev.grapnel.core.error.RpcException RESOURCE_EXHAUSTED if the client did not read for
   *     the {@link #stallTimeout}
   * @throws IllegalStateException on another thread than that of the body
   */
  void write(RespT message);

  /**
   * Writes a message if the client keeps up, and never waits: for values that are stale when they
   * come late.
   *
   * @param message the response
   * @return whether it was written; false if it was dropped
   * @throws java.util.concurrent.CancellationException if the call is over, as in {@link #write}
   * @throws IllegalStateException on another thread than that of the body
   */
  boolean tryWrite(RespT message);

  /**
   * Limits how long one {@link #write} waits for the client; no limit until it is set. When it
   * passes, the call ends with RESOURCE_EXHAUSTED as soon as the body does, whatever the body makes
   * of the exception. Use it where a stuck client must not hold the body's thread; the status
   * itself waits behind what the client did not read.
   *
   * @param longest a time above zero
   * @throws IllegalArgumentException if it is not
   */
  void stallTimeout(Duration longest);

  /**
   * Tells whether the server is about to stop, and the body should come to its end within the
   * shutdown grace. Always false in a server that is not a Grapnel one.
   *
   * @return whether to end
   */
  boolean isDraining();
}
