package dev.grapnel.testing.security;

import dev.grapnel.core.security.TransportCredentials;
import dev.grapnel.core.security.TransportSecurity;
import dev.grapnel.testing.user.GetUserRequest;
import dev.grapnel.testing.user.User;
import dev.grapnel.testing.user.UserServiceGrpc;
import io.grpc.Channel;
import io.grpc.ChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptor;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Users over Netty on loopback, and channels to them. */
final class LoopbackServer implements AutoCloseable {

  private final TransportCredentials<ServerCredentials> credentials;
  private final Server server;
  private final List<ManagedChannel> channels = new ArrayList<>();
  private final List<TransportCredentials<ChannelCredentials>> opened = new ArrayList<>();

  LoopbackServer(TransportSecurity security, ServerInterceptor... interceptors) {
    credentials = TransportCredentials.server(security);
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                credentials.credentials())
            .addService(new Users());
    for (ServerInterceptor interceptor : interceptors) {
      builder.intercept(interceptor);
    }
    try {
      server = builder.build().start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ManagedChannel connect(TransportSecurity security) {
    return connect(security, "localhost");
  }

  ManagedChannel connect(TransportSecurity security, String authority) {
    TransportCredentials<ChannelCredentials> made = TransportCredentials.channel(security);
    opened.add(made);
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", server.getPort(), made.credentials())
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
    server.shutdownNow();
    opened.forEach(TransportCredentials::close);
    credentials.close();
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
