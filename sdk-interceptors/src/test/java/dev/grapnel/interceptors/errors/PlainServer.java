package dev.grapnel.interceptors.errors;

import dev.grapnel.testing.GRPCTestClient;
import dev.grapnel.testing.Transport;
import io.grpc.Channel;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** A server of grpc-java with nothing of Grapnel in it but one interceptor. */
record PlainServer(Server server, ManagedChannel managed, GRPCTestClient calls)
    implements AutoCloseable {

  static PlainServer start(ServerInterceptor interceptor, ServerServiceDefinition service) {
    try {
      if (Transport.configured() == Transport.LOOPBACK) {
        Server server =
            Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
                .addService(service)
                .intercept(interceptor)
                .build()
                .start();
        return of(
            server,
            Grpc.newChannelBuilderForAddress(
                    "127.0.0.1", server.getPort(), InsecureChannelCredentials.create())
                .build());
      }
      String name = InProcessServerBuilder.generateName();
      Server server =
          InProcessServerBuilder.forName(name)
              .addService(service)
              .intercept(interceptor)
              .build()
              .start();
      return of(server, InProcessChannelBuilder.forName(name).build());
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static PlainServer of(Server server, ManagedChannel channel) {
    return new PlainServer(server, channel, GRPCTestClient.over(channel).start());
  }

  Channel channel() {
    return calls.channel();
  }

  @Override
  public void close() {
    try {
      calls.close();
    } finally {
      managed.shutdownNow();
      server.shutdownNow();
      awaitQuietly();
    }
  }

  private void awaitQuietly() {
    try {
      var unused =
          managed.awaitTermination(10, TimeUnit.SECONDS)
              && server.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
