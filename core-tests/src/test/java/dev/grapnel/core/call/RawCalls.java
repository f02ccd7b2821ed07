package dev.grapnel.core.call;

import dev.grapnel.testing.GRPCTestClient;
import dev.grapnel.testing.Transport;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A client that sends bytes in place of messages. */
final class RawCalls implements AutoCloseable {

  private final GRPCTestClient client;

  private RawCalls(GRPCTestClient client) {
    this.client = client;
  }

  static RawCalls to(
      Transport transport, ServerServiceDefinition service, ServerInterceptor... interceptors) {
    var builder = GRPCTestClient.builder().transport(transport).addService(service);
    for (ServerInterceptor interceptor : interceptors) {
      builder.addInterceptor(interceptor);
    }
    return new RawCalls(builder.build().start());
  }

  static MethodDescriptor<byte[], byte[]> method(String name, MethodType kind) {
    return MethodDescriptor.newBuilder(new Bytes(), new Bytes())
        .setType(kind)
        .setFullMethodName(name)
        .build();
  }

  /** Calls a method of {@link TestService} with these messages. */
  Status call(MethodType kind, byte[]... messages) {
    return call(method(TestService.NAME + "/" + kind, kind), messages);
  }

  Status call(MethodDescriptor<byte[], byte[]> method, byte[]... messages) {
    ClientCall<byte[], byte[]> call = client.channel().newCall(method, CallOptions.DEFAULT);
    CompletableFuture<Status> end = new CompletableFuture<>();
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onClose(Status status, Metadata trailers) {
            end.complete(status);
          }
        },
        new Metadata());
    call.request(Integer.MAX_VALUE);
    for (byte[] message : messages) {
      call.sendMessage(message);
    }
    call.halfClose();
    return end.orTimeout(20, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    client.close();
  }

  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {

    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      return new byte[0];
    }
  }
}
