package dev.grapnel.interceptors.metrics;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import org.jspecify.annotations.Nullable;

/** A channel to nowhere: what happens before a call starts needs no server. */
final class NoChannel extends Channel {

  static final NoChannel INSTANCE = new NoChannel();

  private NoChannel() {}

  @Override
  public <ReqT, RespT> ClientCall<ReqT, RespT> newCall(
      MethodDescriptor<ReqT, RespT> method, CallOptions options) {
    return new ClientCall<>() {
      @Override
      public void start(Listener<RespT> listener, Metadata headers) {
        throw new IllegalStateException("this call leads nowhere");
      }

      @Override
      public void request(int messages) {}

      @Override
      public void cancel(@Nullable String message, @Nullable Throwable cause) {}

      @Override
      public void halfClose() {}

      @Override
      public void sendMessage(ReqT message) {}
    };
  }

  @Override
  public String authority() {
    return "nowhere";
  }
}
