package dev.grapnel.testing.fault;

import dev.grapnel.testing.GRPCTestClient;
import dev.grapnel.testing.GRPCTestClientBuilder;
import io.grpc.Channel;
import io.grpc.ClientInterceptor;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.ServerInterceptor;
import java.util.ArrayList;
import java.util.List;

/** A server and channels to it, with interceptors on both sides. */
final class Rig implements AutoCloseable {

  enum Transport {
    IN_PROCESS,
    LOOPBACK
  }

  final Users users = new Users();
  private final GRPCTestClient client;
  private final List<ManagedChannel> channels = new ArrayList<>();
  private final ClientInterceptor[] onClient;

  private Rig(Transport transport, List<ClientInterceptor> client, List<ServerInterceptor> server) {
    onClient = client.toArray(new ClientInterceptor[0]);
    GRPCTestClientBuilder builder =
        GRPCTestClient.builder()
            .transport(dev.grapnel.testing.Transport.valueOf(transport.name()))
            .addService(users);
    server.forEach(builder::addInterceptor);
    client.forEach(builder::addClientInterceptor);
    this.client = builder.build().start();
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
    return client.port();
  }

  Channel channel() {
    return client.channel();
  }

  Channel channel(String target) {
    ManagedChannel channel =
        Grpc.newChannelBuilder(target, InsecureChannelCredentials.create())
            .intercept(onClient)
            .build();
    channels.add(channel);
    return channel;
  }

  @Override
  public void close() {
    channels.forEach(ManagedChannel::shutdownNow);
    client.close();
  }
}
