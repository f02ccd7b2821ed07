package dev.grapnel.core.security;

import com.google.protobuf.StringValue;
import dev.grapnel.core.call.ServerAwareInterceptor;
import dev.grapnel.core.call.TestService;
import dev.grapnel.testing.GRPCTestClient;
import dev.grapnel.testing.Transport;
import io.grpc.CallOptions;
import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerCredentials;
import io.grpc.ServerTransportFilter;
import io.grpc.stub.ClientCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An echo on loopback with given credentials, and channels to it. */
final class TlsServer implements AutoCloseable {

  private final TransportCredentials<ServerCredentials> credentials;
  private final GRPCTestClient server;
  private final List<ManagedChannel> channels = new ArrayList<>();
  private final List<TransportCredentials<ChannelCredentials>> opened = new ArrayList<>();

  TlsServer(TransportSecurity security) {
    credentials = TransportCredentials.server(security);
    server =
        GRPCTestClient.builder()
            .transport(Transport.LOOPBACK)
            .credentials(credentials.credentials(), InsecureChannelCredentials.create())
            .addInterceptor(new Filters(credentials.transportFilters()))
            .addService(
                TestService.of(
                    (request, responses) -> {
                      responses.onNext(request);
                      responses.onCompleted();
                    }))
            .build()
            .start();
  }

  /** Hands transport filters to the test kit. */
  private record Filters(List<ServerTransportFilter> transportFilters)
      implements ServerAwareInterceptor {
    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
        ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
      return next.startCall(call, headers);
    }
  }

  int port() {
    return server.port();
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
        Grpc.newChannelBuilderForAddress("127.0.0.1", server.port(), made.credentials())
            .overrideAuthority(authority)
            .build();
    channels.add(channel);
    return channel;
  }

  void reloadClients() {
    opened.forEach(TransportCredentials::reload);
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
    server.close();
    opened.forEach(TransportCredentials::close);
    credentials.close();
  }
}
