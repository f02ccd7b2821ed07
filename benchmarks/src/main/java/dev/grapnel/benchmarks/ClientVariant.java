package dev.grapnel.benchmarks;

import dev.grapnel.client.GRPCClient;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.InsecureChannelCredentials;
import io.grpc.MethodDescriptor;
import io.grpc.netty.NettyChannelBuilder;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/** The clients that are compared. The first is what the others are measured against. */
enum ClientVariant implements Row {
  /** grpc-java as it comes: callbacks on a cached pool. */
  PLAIN("plain grpc-java, defaults", port -> plain(port).build()),

  /** grpc-java with callbacks on the network thread. */
  PLAIN_DIRECT("plain grpc-java, direct", port -> plain(port).directExecutor().build()),

  /** grpc-java with a deadline for each call, as the SDK sets one. */
  PLAIN_DEADLINE(
      "plain grpc-java, direct, deadline",
      port -> plain(port).directExecutor().intercept(new EachDeadline()).build()),

  /** The SDK as it comes: the same cached pool. */
  SDK("Grapnel, defaults", port -> GRPCClient.builder("127.0.0.1", port).build().channel()),

  /** The SDK with callbacks on the network thread. */
  SDK_DIRECT(
      "Grapnel, direct",
      port -> GRPCClient.builder("127.0.0.1", port).executor(direct()).build().channel());

  private final String label;

  @SuppressWarnings("ImmutableEnumChecker") // A function without state.
  private final IntFunction<Channel> open;

  ClientVariant(String label, IntFunction<Channel> open) {
    this.label = label;
    this.open = open;
  }

  @Override
  public String label() {
    return label;
  }

  @Override
  public Row sameExecutor() {
    return this == PLAIN || this == SDK ? PLAIN : PLAIN_DIRECT;
  }

  /** Open until the process ends. */
  Channel open(int port) {
    return open.apply(port);
  }

  private static NettyChannelBuilder plain(int port) {
    return NettyChannelBuilder.forAddress("127.0.0.1", port, InsecureChannelCredentials.create());
  }

  private static Executor direct() {
    return Runnable::run;
  }

  private static final class EachDeadline implements ClientInterceptor {
    @Override
    public <ReqT, RespT> ClientCall<ReqT, RespT> interceptCall(
        MethodDescriptor<ReqT, RespT> method, CallOptions options, Channel next) {
      return next.newCall(method, options.withDeadlineAfter(30, TimeUnit.SECONDS));
    }
  }
}
