package dev.grapnel.core.security;

import com.google.protobuf.StringValue;
import dev.grapnel.core.call.TestService;
import io.grpc.CallOptions;
import io.grpc.ChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerCredentials;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An echo over Netty on loopback with given credentials, and channels to it. */
final class TlsServer implements AutoCloseable {

  private final TransportCredentials<ServerCredentials> credentials;
  private final Server server;
  private final List<ManagedChannel> channels = new ArrayList<>();
  private final List<TransportCredentials<ChannelCredentials>> opened = new ArrayList<>();

  TlsServer(TransportSecurity security) {
    credentials = TransportCredentials.server(security);
    try {
      server =
          NettyServerBuilder.forAddress(
                  new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                  credentials.credentials())
              .addService(
                  TestService.of(
                      (request, responses) -> {
                        responses.onNext(request);
                        responses.onCompleted();
                      }))
              .build()
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  TransportCredentials<ServerCredentials> credentials() {
    return credentials;
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

  static String echo(ManagedChannel channel) {
    CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS);
    return ClientCalls.blockingUnaryCall(
            channel, TestService.method(MethodType.UNARY), options, StringValue.of("hello"))
        .getValue();
  }

  @Override
  public void close() {
    channels.forEach(ManagedChannel::shutdownNow);
    server.shutdownNow();
    opened.forEach(TransportCredentials::close);
    credentials.close();
  }
}
