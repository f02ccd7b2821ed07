package dev.grapnel.testing.traffic;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;

/** Calls as their server sees them. */
final class ServerRecording implements ServerInterceptor {

  private final TrafficRecorder recorder;

  ServerRecording(TrafficRecorder recorder) {
    this.recorder = recorder;
  }

  @Override
  public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
      ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
    CallInProgress seen = recorder.begin(call.getMethodDescriptor());
    seen.metadata(headers);
    return new SeenListener<>(next.startCall(new SeenCall<>(call, seen), headers), call, seen);
  }

  private static final class SeenCall<ReqT, RespT> extends SimpleForwardingServerCall<ReqT, RespT> {

    private final CallInProgress seen;

    SeenCall(ServerCall<ReqT, RespT> call, CallInProgress seen) {
      super(call);
      this.seen = seen;
    }

    @Override
    public void sendHeaders(Metadata headers) {
      seen.headers(headers);
      super.sendHeaders(headers);
    }

    @Override
    public void sendMessage(RespT message) {
      seen.response(Body.of(getMethodDescriptor().getResponseMarshaller(), message));
      super.sendMessage(message);
    }

    @Override
    public void close(Status status, Metadata trailers) {
      seen.end(status, trailers);
      super.close(status, trailers);
    }
  }

  private static final class SeenListener<ReqT> extends SimpleForwardingServerCallListener<ReqT> {

    private final ServerCall<ReqT, ?> call;
    private final CallInProgress seen;

    SeenListener(
        ServerCall.Listener<ReqT> listener, ServerCall<ReqT, ?> call, CallInProgress seen) {
      super(listener);
      this.call = call;
      this.seen = seen;
    }

    @Override
    public void onMessage(ReqT message) {
      seen.request(Body.of(call.getMethodDescriptor().getRequestMarshaller(), message));
      super.onMessage(message);
    }

    @Override
    public void onHalfClose() {
      seen.halfClose();
      super.onHalfClose();
    }

    @Override
    public void onCancel() {
      seen.cancelled();
      super.onCancel();
    }
  }
}
