package dev.grapnel.testing.traffic;

import io.grpc.ClientCall;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/** One call as its client sees it. */
final class RecordingClientCall<ReqT, RespT> extends SimpleForwardingClientCall<ReqT, RespT> {

  private final MethodDescriptor<ReqT, RespT> method;
  private final TrafficRecorder recorder;
  private volatile @Nullable CallInProgress seen;

  RecordingClientCall(
      ClientCall<ReqT, RespT> call,
      MethodDescriptor<ReqT, RespT> method,
      TrafficRecorder recorder) {
    super(call);
    this.method = method;
    this.recorder = recorder;
  }

  @Override
  public void start(Listener<RespT> listener, Metadata headers) {
    CallInProgress begun = recorder.begin(method);
    begun.metadata(headers);
    seen = begun;
    super.start(new RecordingListener<>(listener, method, begun), headers);
  }

  @Override
  public void sendMessage(ReqT message) {
    CallInProgress begun = seen;
    if (begun != null) {
      begun.request(Body.of(method.getRequestMarshaller(), message));
    }
    super.sendMessage(message);
  }

  @Override
  public void halfClose() {
    CallInProgress begun = seen;
    if (begun != null) {
      begun.halfClose();
    }
    super.halfClose();
  }

  @Override
  public void cancel(@Nullable String message, @Nullable Throwable cause) {
    CallInProgress begun = seen;
    if (begun != null) {
      begun.cancelled();
    }
    super.cancel(message, cause);
  }

  private static final class RecordingListener<RespT>
      extends SimpleForwardingClientCallListener<RespT> {

    private final MethodDescriptor<?, RespT> method;
    private final CallInProgress seen;

    RecordingListener(
        ClientCall.Listener<RespT> listener,
        MethodDescriptor<?, RespT> method,
        CallInProgress seen) {
      super(listener);
      this.method = method;
      this.seen = seen;
    }

    @Override
    public void onHeaders(Metadata headers) {
      seen.headers(headers);
      super.onHeaders(headers);
    }

    @Override
    public void onMessage(RespT message) {
      seen.response(Body.of(method.getResponseMarshaller(), message));
      super.onMessage(message);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      seen.end(status, trailers);
      super.onClose(status, trailers);
    }
  }
}
