package dev.grapnel.interceptors.limits;

import dev.grapnel.core.call.CallContext;
import dev.grapnel.core.call.UnregisteredMethods;
import dev.grapnel.core.security.Principal;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Says whose calls are counted together. It is asked once for every call, before anything of the
 * request is read: implementations are fast, thread-safe, and never block. What one throws fails
 * the call as if its handler had thrown it.
 */
@FunctionalInterface
public interface LimitKey {

  /**
   * Finds out whose call it is.
   *
   * @param call the call, for its method and attributes; not to be used in any other way
   * @param headers the request metadata, to be read only
   * @return the subject
   */
  LimitSubject subject(ServerCall<?, ?> call, Metadata headers);

  /**
   * Counts the calls of each principal, and those that nobody authenticated by their peer. The
   * principal is that of {@link CallContext}: the interceptor that authenticates has to be outside.
   *
   * @return the key
   */
  static LimitKey principal() {
    return (call, headers) -> {
      Optional<Principal> principal = CallContext.find().flatMap(CallContext::principal);
      return principal.isPresent()
          ? new LimitSubject("principal", principal.get().id())
          : peer().subject(call, headers);
    };
  }

  /**
   * Counts the calls from each address: an IPv4 address, or the first 64 bits of an IPv6 one, since
   * that much is given to a single customer. All that is not IP (Unix sockets, in process) is one
   * peer.
   *
   * <p>Behind a proxy that is the proxy: take {@link #of} and the header that it sets.
   *
   * @return the key
   */
  static LimitKey peer() {
    return (call, headers) ->
        new LimitSubject(
            "peer", PeerNetwork.of(call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR)));
  }

  /**
   * Counts the calls of each method, whoever calls; those of methods that the server does not have
   * together.
   *
   * @return the key
   */
  static LimitKey method() {
    LimitSubject unregistered = new LimitSubject("method", "unregistered");
    return (call, headers) ->
        UnregisteredMethods.includes(call.getMethodDescriptor())
            ? unregistered
            : new LimitSubject("method", call.getMethodDescriptor().getFullMethodName());
  }

  /**
   * Counts all calls together.
   *
   * @return the key
   */
  static LimitKey all() {
    LimitSubject all = new LimitSubject("all", "");
    return (call, headers) -> all;
  }

  /**
   * Counts the calls of whatever a function finds, for example a tenant. Take only what callers
   * cannot choose freely: whoever makes up a new value for each call is never limited.
   *
   * @param kind what it finds, for example {@code tenant}; callers that are refused are told
   * @param value finds it, or null where there is none: such calls are counted by their peer
   * @return the key
   */
  static LimitKey of(String kind, BiFunction<ServerCall<?, ?>, Metadata, @Nullable String> value) {
    return (call, headers) -> {
      String found = value.apply(call, headers);
      return found == null ? peer().subject(call, headers) : new LimitSubject(kind, found);
    };
  }
}
