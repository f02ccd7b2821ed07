package dev.grapnel.core.call;

import com.google.protobuf.StringValue;
import dev.grapnel.core.error.ExceptionMapper;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A running server with a {@link CallScopeInterceptor}, watched from outside, and its channel. */
public final class TestServer implements AutoCloseable {

  private final Watch watch = new Watch();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Server server;
  private final ManagedChannel channel;

  private TestServer(
      Transport transport, ServerServiceDefinition service, ServerInterceptor interceptor) {
    var builder = transport.server().addService(service).executor(threads).intercept(interceptor);
    // The interceptor that is added last is the outermost one.
    builder.intercept(watch);
    try {
      server = builder.build().start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    channel = transport.channel(server).build();
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
    ClientCall<StringValue, StringValue> call = channel.newCall(TestService.method(kind), options);
    return ClientSide.start(call, headers);
  }

  /** Makes a whole call with one request message and waits for its status. */
  public ClientSide call(MethodType kind) {
    return call(kind, new Metadata());
  }

  public ClientSide call(MethodType kind, Metadata headers) {
    ClientSide client = begin(kind, headers, CallOptions.DEFAULT);
    client.send("hello").halfClose().awaitStatus();
    return client;
  }

  @Override
  public void close() {
    channel.shutdownNow();
    server.shutdownNow();
    try {
      server.awaitTermination();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    threads.shutdownNow();
  }
}
