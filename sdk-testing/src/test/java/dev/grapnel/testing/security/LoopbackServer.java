package dev.grapnel.testing.security;

import dev.grapnel.core.security.TransportCredentials;
import dev.grapnel.core.security.TransportSecurity;
import dev.grapnel.testing.GRPCTestClient;
import dev.grapnel.testing.GRPCTestClientBuilder;
import dev.grapnel.testing.Transport;
import dev.grapnel.testing.user.GetUserRequest;
import dev.grapnel.testing.user.User;
import dev.grapnel.testing.user.UserServiceGrpc;
import io.grpc.Channel;
import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.ServerInterceptor;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Users over Netty on loopback, and channels to them. */
final class LoopbackServer implements AutoCloseable {

  private final GRPCTestClient server;
  private final List<ManagedChannel> channels = new ArrayList<>();
  private final List<TransportCredentials<ChannelCredentials>> opened = new ArrayList<>();

  LoopbackServer(TransportSecurity security, ServerInterceptor... interceptors) {
    GRPCTestClientBuilder builder =
        GRPCTestClient.builder()
            .transport(Transport.LOOPBACK)
            .transportSecurity(security, TransportSecurity.plaintext())
            .addService(new Users());
    Stream.of(interceptors).forEach(builder::addInterceptor);
    server = builder.build().start();
  }

  ManagedChannel connect(TransportSecurity security) {
    return connect(security, "localhost");
  }

  ManagedChannel connect(TransportSecurity security, String authority) {
    TransportCredentials<ChannelCredentials> made = TransportCredentials.channel(security);
    opened.add(made);
    ManagedChannel channel =
        Grpc.newChannelBuilder(server.target(), made.credentials())
            .overrideAuthority(authority)
            .build();
    channels.add(channel);
    return channel;
  }

  static String ask(Channel channel) {
    return UserServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(20, TimeUnit.SECONDS)
        .getUser(GetUserRequest.newBuilder().setId(7).build())
        .getName();
  }

  @Override
  public void close() {
    channels.forEach(ManagedChannel::shutdownNow);
    server.close();
    opened.forEach(TransportCredentials::close);
  }

  /** Knows one user. */
  static final class Users extends UserServiceGrpc.UserServiceImplBase {
    @Override
    public void getUser(GetUserRequest request, StreamObserver<User> responses) {
      responses.onNext(User.newBuilder().setId(request.getId()).setName("Ada").build());
      responses.onCompleted();
    }
  }
}
