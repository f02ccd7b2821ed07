package dev.grapnel.testing;

import dev.grapnel.testing.time.VirtualClock;
import io.grpc.Channel;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/** Services in memory, with what the wire would do to their messages and metadata. */
final class InProcessTransport {

  /** grpc-java takes anything from 30 days on as never. */
  private static final long NEVER_IDLE_DAYS = 31;

  private InProcessTransport() {}

  static Backend start(ServerSettings settings, Principals principals, HandlerFailures failures) {
    String name = InProcessServerBuilder.generateName();
    OpenConnections connections = new OpenConnections();
    ExecutorService threads = settings.executor() == null ? OwnBackend.newThreads() : null;
    Executor executor = settings.executor() == null ? threads : settings.executor();
    InProcessServerBuilder server = InProcessServerBuilder.forName(name).executor(executor);
    InProcessChannelBuilder channel =
        InProcessChannelBuilder.forName(name)
            .executor(executor)
            .disableRetry()
            .idleTimeout(NEVER_IDLE_DAYS, TimeUnit.DAYS)
            .maxInboundMetadataSize(settings.maxInboundMetadataSize());
    List<ClientInterceptor> layers = new ArrayList<>();
    VirtualClock clock = settings.clock();
    if (clock != null) {
      server.deadlineTicker(clock.deadlineTicker()).scheduledExecutorService(clock.scheduler());
      channel.scheduledExecutorService(clock.scheduler());
      layers.add(new VirtualDeadlines(clock));
    }
    layers.add(new WireInterceptor(settings.maxInboundMessageSize()));
    settings.applyTo(server, principals, failures, connections);
    ManagedChannel managed = channel.build();
    Channel layered = ClientInterceptors.interceptForward(managed, layers);
    return new OwnBackend(layered, managed, start(server.build()), connections, threads);
  }

  static Server start(Server server) {
    try {
      return server.start();
    } catch (IOException failure) {
      throw new IllegalStateException("the server of a GRPCTestClient did not start", failure);
    }
  }
}
