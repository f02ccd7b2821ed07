package dev.grapnel.testing.traffic;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** The headers and trailers of one call, as text. */
final class HeadersSeen implements ClientInterceptor {

  private final List<String> seen = new CopyOnWriteArrayList<>();

  @Override
  public <ReqT, RespT> ClientCall<ReqT, RespT> interceptCall(
      MethodDescriptor<ReqT, RespT> method, CallOptions options, Channel next) {
    return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
      @Override
      public void start(Listener<RespT> listener, Metadata headers) {
        super.start(
            new SimpleForwardingClientCallListener<>(listener) {
              @Override
              public void onHeaders(Metadata received) {
                seen.add("headers " + MetadataValues.of(received, Set.of()));
                super.onHeaders(received);
              }

              @Override
              public void onClose(Status status, Metadata trailers) {
                seen.add("trailers " + MetadataValues.of(trailers, Set.of()));
                super.onClose(status, trailers);
              }
            },
            headers);
      }
    };
  }

  @Override
  public String toString() {
    return seen.toString();
  }
}
