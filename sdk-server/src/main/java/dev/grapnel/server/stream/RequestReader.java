package dev.grapnel.server.stream;

import java.util.Iterator;
import java.util.Optional;

/**
 * Reads the requests of a stream no faster than the body takes them: at most 4 messages are held
 * for it. One pass, on the thread of the stream's body only; {@link #stop} on any thread.
 *
 * @param <ReqT> the type of requests
 */
public interface RequestReader<ReqT> extends Iterable<ReqT> {

  /**
   * Waits for the next message.
   *
   * @return the message; empty after the client's last one, or after {@link #stop}
   * @throws java.util.concurrent.CancellationException if the call is over: cancelled by the
   *     client, its deadline passed, the connection lost, or the server stopped. The interrupt flag
   *     of the thread is clear then
   * @throws IllegalStateException on another thread than that of the body
   */
  Optional<ReqT> read();

  /**
   * Returns the messages that were not read yet, for a {@code for} loop; always the same iterator.
   *
   * @return waits in {@code hasNext()} and {@code next()} as {@link #read} does, and throws what it
   *     throws
   */
  @Override
  Iterator<ReqT> iterator();

  /**
   * Ends the reading as if the client had sent its last message; those that were not read are
   * dropped. For example {@code CallContext.current().onDrain(reader::stop)}, so that a client that
   * sends nothing does not hold up a server that stops. Any thread; never waits.
   */
  void stop();
}
