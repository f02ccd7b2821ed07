package dev.grapnel.core.call;

import com.google.protobuf.StringValue;
import dev.grapnel.core.error.ExceptionMapper;
import dev.grapnel.testing.GRPCTestClient;
import dev.grapnel.testing.Transport;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;

/** A service behind a {@link CallScopeInterceptor}, watched from outside, and its client. */
public final class TestServer implements AutoCloseable {

  private final Watch watch = new Watch();
  private final GRPCTestClient client;

  private TestServer(
      Transport transport, ServerServiceDefinition service, ServerInterceptor interceptor) {
    client =
        GRPCTestClient.builder()
            .transport(transport)
            .addService(service)
            .addInterceptor(watch)
            .addInterceptor(interceptor)
            .build()
            .start();
  }

  public static TestServer start(Transport transport, ServerServiceDefinition service) {
    return start(transport, ExceptionMapper.defaults(), service);
  }

  public static TestServer start(
      Transport transport, ExceptionMapper mapper, ServerServiceDefinition service) {
    return start(transport, CallScopeInterceptor.create(mapper), service);
  }

  static TestServer start(
      Transport transport, ServerInterceptor interceptor, ServerServiceDefinition service) {
    return new TestServer(transport, service, interceptor);
  }

  /** What reached the transport, and what escaped to it. */
  Watch watch() {
    return watch;
  }

  /** Begins a call and sends nothing. */
  public ClientSide begin(MethodType kind, Metadata headers, CallOptions options) {
    ClientCall<StringValue, StringValue> call =
        client.channel().newCall(TestService.method(kind), options);
    return ClientSide.start(call, headers);
  }

  /** Makes a whole call with one request message and waits for its status. */
  public ClientSide call(MethodType kind) {
    return call(kind, new Metadata());
  }

  public ClientSide call(MethodType kind, Metadata headers) {
    ClientSide side = begin(kind, headers, CallOptions.DEFAULT);
    side.send("hello").halfClose().awaitStatus();
    return side;
  }

  @Override
  public void close() {
    client.close();
  }
}
