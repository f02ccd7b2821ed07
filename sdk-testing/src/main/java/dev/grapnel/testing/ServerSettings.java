package dev.grapnel.testing;

import dev.grapnel.core.call.CallScopeInterceptor;
import dev.grapnel.core.call.ServerAwareInterceptor;
import dev.grapnel.core.call.ServerGuard;
import dev.grapnel.core.call.TransportFailure;
import dev.grapnel.core.error.ExceptionMapper;
import dev.grapnel.core.lifecycle.DrainSignal;
import dev.grapnel.testing.time.VirtualClock;
import io.grpc.ChannelCredentials;
import io.grpc.ServerBuilder;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** What the server of a test client is made of. */
record ServerSettings(
    BoundServices services,
    List<ServerInterceptor> interceptors,
    ExceptionMapper exceptionMapper,
    DrainSignal drain,
    @Nullable VirtualClock clock,
    @Nullable Executor executor,
    @Nullable String host,
    int maxInboundMessageSize,
    int maxInboundMetadataSize,
    ServerCredentials serverCredentials,
    ChannelCredentials channelCredentials) {

  static final int MAX_MESSAGE = 4 * 1024 * 1024;
  static final int MAX_METADATA = 8 * 1024;

  /** Adds services and interceptors; the one that is added last to a builder is the outermost. */
  void applyTo(
      ServerBuilder<?> builder,
      Principals principals,
      HandlerFailures failures,
      OpenConnections connections) {
    for (ServerServiceDefinition service : services.definitions()) {
      builder.addService(ServerGuard.around(service));
    }
    for (int i = interceptors.size() - 1; i >= 0; i--) {
      builder.intercept(interceptors.get(i));
      if (interceptors.get(i) instanceof ServerAwareInterceptor aware) {
        aware.transportFilters().forEach(builder::addTransportFilter);
        aware.streamTracerFactories().forEach(builder::addStreamTracerFactory);
      }
    }
    ServerGuard.addTo(builder);
    builder.addStreamTracerFactory(TransportFailure.factory());
    builder
        .intercept(principals)
        .intercept(failures)
        .intercept(CallScopeInterceptor.create(exceptionMapper, Map.of(), drain))
        .addTransportFilter(connections)
        .maxInboundMessageSize(maxInboundMessageSize)
        .maxInboundMetadataSize(maxInboundMetadataSize);
  }
}
