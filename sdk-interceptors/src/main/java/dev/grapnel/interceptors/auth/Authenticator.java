package dev.grapnel.interceptors.auth;

import io.grpc.Attributes;
import io.grpc.Metadata;

/**
 * Finds out who calls, from one kind of credential. Implementations are thread-safe and never
 * block: they run on a call's thread.
 */
@FunctionalInterface
public interface Authenticator {

  /**
   * Looks at what came with a call.
   *
   * @param headers the request metadata; not to be changed
   * @param attributes what is known of the connection, see {@link io.grpc.Grpc}
   * @return who calls, or why that is not known
   */
  Authentication authenticate(Metadata headers, Attributes attributes);
}
