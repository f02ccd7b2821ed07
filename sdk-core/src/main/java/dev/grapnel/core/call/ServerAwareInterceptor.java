package dev.grapnel.core.call;

import dev.grapnel.core.lifecycle.Vital;
import io.grpc.MethodDescriptor;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServerStreamTracer;
import io.grpc.ServerTransportFilter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * An interceptor that wants to know of the server that it is added to. A Grapnel server asks it
 * when it is built; with plain grpc-java you hand over yourself what it offers.
 */
public interface ServerAwareInterceptor extends ServerInterceptor {

  /**
   * Looks at the services that the server will have, and says what keeps it from starting.
   *
   * @param services all services that calls of this interceptor may go to
   * @return what is wrong, each a sentence for people; empty when all is well
   */
  default List<String> problems(List<ServerServiceDefinition> services) {
    return List.of();
  }

  /**
   * Looks at the classes behind the services, for example for annotations, and says what keeps the
   * server from starting. Not asked about services that were handed over as definitions.
   *
   * @param implementations the classes of those services
   * @return what is wrong, each a sentence for people; empty when all is well
   */
  default List<String> implementationProblems(List<Class<?>> implementations) {
    return List.of();
  }

  /**
   * Tells whether the interceptor finds out who calls, and refuses those it does not know.
   *
   * @return whether a server that must authenticate is content with it
   */
  default boolean authenticates() {
    return false;
  }

  /**
   * Returns the longest that a call of a method may take, whatever its caller asks for.
   *
   * @param method a method that calls of this interceptor may go to
   * @return the limit; empty if this interceptor sets none
   */
  default Optional<Duration> longestCall(MethodDescriptor<?, ?> method) {
    return Optional.empty();
  }

  /**
   * Returns what wants to see connections come and go.
   *
   * @return filters for the server's transports
   */
  default List<ServerTransportFilter> transportFilters() {
    return List.of();
  }

  /**
   * Returns what wants to see the streams below the calls, where sizes are compressed and unknown
   * methods show.
   *
   * @return factories for the server's stream tracers
   */
  default List<ServerStreamTracer.Factory> streamTracerFactories() {
    return List.of();
  }

  /**
   * Hears which numbers the server tells of itself: calls in flight and waiting, connections, what
   * was refused, certificates. Asked once, when the server is built.
   *
   * @param vitals the numbers; each can be read from any thread as long as the server exists
   */
  default void serverVitals(List<Vital> vitals) {}

  /**
   * Hears that a server is closed, so that its numbers tell nothing any more. An interceptor that
   * kept them lets go of them, and of the server.
   *
   * @param vitals those that {@link #serverVitals} was told
   */
  default void serverClosed(List<Vital> vitals) {}
}
