package dev.grapnel.interceptors.logging;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;

/** Runs each callback of the listeners further in by way of the test. */
record EachCallback(BiConsumer<String, Runnable> around)
    implements ServerInterceptor, ClientInterceptor {

  @Override
  public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
      ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
    AtomicReference<ServerCall.Listener<ReqT>> listener = new AtomicReference<>();
    around.accept("startCall", () -> listener.set(next.startCall(call, headers)));
    return new OnServer<>(listener.get());
  }

  @Override
  public <ReqT, RespT> ClientCall<ReqT, RespT> interceptCall(
      MethodDescriptor<ReqT, RespT> method, CallOptions options, Channel next) {
    return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
      @Override
      public void start(Listener<RespT> listener, Metadata headers) {
        super.start(new OnClient<>(listener), headers);
      }
    };
  }

  private final class OnServer<ReqT> extends ServerCall.Listener<ReqT> {

    private final ServerCall.Listener<ReqT> delegate;

    OnServer(ServerCall.Listener<ReqT> delegate) {
      this.delegate = delegate;
    }

    @Override
    public void onMessage(ReqT message) {
      around.accept("onMessage", () -> delegate.onMessage(message));
    }

    @Override
    public void onHalfClose() {
      around.accept("onHalfClose", delegate::onHalfClose);
    }

    @Override
    public void onCancel() {
      around.accept("onCancel", delegate::onCancel);
    }

    @Override
    public void onComplete() {
      around.accept("onComplete", delegate::onComplete);
    }

    @Override
    public void onReady() {
      around.accept("onReady", delegate::onReady);
    }
  }

  private final class OnClient<RespT> extends ClientCall.Listener<RespT> {

    private final ClientCall.Listener<RespT> delegate;

    OnClient(ClientCall.Listener<RespT> delegate) {
      this.delegate = delegate;
    }

    @Override
    public void onHeaders(Metadata headers) {
      around.accept("onHeaders", () -> delegate.onHeaders(headers));
    }

    @Override
    public void onMessage(RespT message) {
      around.accept("onMessage", () -> delegate.onMessage(message));
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      around.accept("onClose", () -> delegate.onClose(status, trailers));
    }

    @Override
    public void onReady() {
      around.accept("onReady", delegate::onReady);
    }
  }
}
