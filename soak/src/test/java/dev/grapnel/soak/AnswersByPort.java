package dev.grapnel.soak;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.net.InetSocketAddress;
import java.util.Objects;

/** Tells a tally the port of the server that answered a call. */
final class AnswersByPort implements ClientInterceptor {

  private final Tally tally;

  AnswersByPort(Tally tally) {
    this.tally = tally;
  }

  @Override
  public <ReqT, RespT> ClientCall<ReqT, RespT> interceptCall(
      MethodDescriptor<ReqT, RespT> method, CallOptions options, Channel next) {
    return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
      @Override
      public void start(Listener<RespT> listener, Metadata headers) {
        ClientCall<ReqT, RespT> call = delegate();
        super.start(
            new SimpleForwardingClientCallListener<>(listener) {
              @Override
              public void onClose(Status status, Metadata trailers) {
                if (status.isOk()) {
                  tally.answeredBy(port(call));
                }
                super.onClose(status, trailers);
              }
            },
            headers);
      }
    };
  }

  private static int port(ClientCall<?, ?> call) {
    InetSocketAddress server =
        (InetSocketAddress) call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
    return Objects.requireNonNull(server).getPort();
  }
}
