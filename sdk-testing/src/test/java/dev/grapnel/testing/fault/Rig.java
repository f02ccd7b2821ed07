package dev.grapnel.testing.fault;

import io.grpc.Channel;
import io.grpc.ClientInterceptor;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.ServerInterceptor;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server and channels to it, with interceptors on both sides. */
final class Rig implements AutoCloseable {

  enum Transport {
    IN_PROCESS,
    LOOPBACK
  }

  final Users users = new Users();
  private final Server server;
  private final Transport transport;
  private final List<ManagedChannel> channels = new ArrayList<>();
  private final String name = InProcessServerBuilder.generateName();
  private final ClientInterceptor[] onClient;

  private Rig(Transport transport, List<ClientInterceptor> client, List<ServerInterceptor> server) {
    this.transport = transport;
    onClient = client.toArray(new ClientInterceptor[0]);
    ServerBuilder<?> builder =
        transport == Transport.IN_PROCESS
            ? InProcessServerBuilder.forName(name)
            : Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create());
    // The first interceptor of the list is the outermost; grpc's builder takes them inside out.
    for (int i = server.size() - 1; i >= 0; i--) {
      builder.intercept(server.get(i));
    }
    try {
      this.server = builder.addService(users).build().start();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  static Rig plain(Transport transport) {
    return new Rig(transport, List.of(), List.of());
  }

  static Rig onClient(Transport transport, ClientInterceptor... interceptors) {
    return new Rig(transport, List.of(interceptors), List.of());
  }

  static Rig onServer(Transport transport, ServerInterceptor... interceptors) {
    return new Rig(transport, List.of(), List.of(interceptors));
  }

  static Rig onBoth(Transport transport, ClientInterceptor client, ServerInterceptor... server) {
    return new Rig(transport, List.of(client), List.of(server));
  }

  int port() {
    return server.getPort();
  }

  Channel channel() {
    return transport == Transport.IN_PROCESS
        ? open(InProcessChannelBuilder.forName(name))
        : channel("127.0.0.1:" + port());
  }

  Channel channel(String target) {
    return open(Grpc.newChannelBuilder(target, InsecureChannelCredentials.create()));
  }

  private Channel open(ManagedChannelBuilder<?> builder) {
    ManagedChannel channel = builder.intercept(onClient).build();
    channels.add(channel);
    return channel;
  }

  @Override
  public void close() {
    channels.forEach(ManagedChannel::shutdownNow);
    server.shutdownNow();
    try {
      if (!server.awaitTermination(15, TimeUnit.SECONDS)) {
        throw new AssertionError("server does not end");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
