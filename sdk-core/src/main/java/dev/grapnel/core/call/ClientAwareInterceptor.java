package dev.grapnel.core.call;

import dev.grapnel.core.lifecycle.Vital;
import io.grpc.ClientInterceptor;
import java.util.List;

/**
 * An interceptor that wants to know of the client that it is added to. A Grapnel client asks it
 * when it is built; with plain grpc-java you hand over yourself what it asks for.
 */
public interface ClientAwareInterceptor extends ClientInterceptor {

  /**
   * Tells whether the interceptor adds to calls what others must not read: tokens, API keys.
   *
   * @return whether a client that is not encrypted must refuse it
   */
  default boolean sendsCredentials() {
    return false;
  }

  /**
   * Hears which numbers the client tells of itself: connections, calls that wait for one. Asked
   * once, when the client is built.
   *
   * @param vitals the numbers; each can be read from any thread as long as the client exists
   */
  default void clientVitals(List<Vital> vitals) {}

  /**
   * Hears that a client is closed, so that its numbers tell nothing any more. An interceptor that
   * kept them lets go of them, and of the client.
   *
   * @param vitals those that {@link #clientVitals} was told
   */
  default void clientClosed(List<Vital> vitals) {}
}
