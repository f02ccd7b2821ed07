package dev.grapnel.core.call;

import io.grpc.ServerBuilder;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;

/**
 * Makes bad input end as it should in a server of grpc-java, whose outermost interceptor is a
 * {@link CallScopeInterceptor}. Each Grapnel server has it.
 *
 * <p>A request that cannot be parsed is answered with INVALID_ARGUMENT, one that grows too large
 * when it is unpacked with RESOURCE_EXHAUSTED. Interceptors see the status when the call is closed
 * and nothing of the request; the handler of a stream hears {@code onCancel}. Nothing is logged.
 */
public final class ServerGuard {

  private ServerGuard() {}

  /**
   * Puts a {@link FailureInterceptor} around a service, and guards its requests. An interceptor
   * outside of the {@link CallScopeInterceptor} would meet something that is no request.
   *
   * @param service the service
   * @return the same methods, for {@link ServerBuilder#addService(ServerServiceDefinition)}
   */
  public static ServerServiceDefinition around(ServerServiceDefinition service) {
    return ServerInterceptors.intercept(
        GuardedMarshaller.guard(service), FailureInterceptor.create());
  }

  /**
   * Sets what concerns all services: {@link UnregisteredMethods} as the fallback registry, and a
   * gzip that answers what is no gzip as any other malformed request. A {@link TransportFailure}
   * for each stream is added by the server itself.
   *
   * @param builder the server's builder
   */
  public static void addTo(ServerBuilder<?> builder) {
    builder
        .fallbackHandlerRegistry(UnregisteredMethods.create())
        .decompressorRegistry(RequestCompression.DECOMPRESSORS);
  }
}
