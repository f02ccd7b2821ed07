package dev.grapnel.testing.fault;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import java.time.Duration;

record SlowReader(Duration pause) implements CallFault {

  @Override
  public <Q, R> ClientCall<Q, R> client(ClientCall<Q, R> call, CallOptions options, Delays delays) {
    PacedRequests requests = new PacedRequests(pause, delays, call::request);
    return new SlowClientCall<>(call, options, requests, delays);
  }

  @Override
  public <Q, R> ServerCallHandler<Q, R> server(ServerCallHandler<Q, R> handler, Delays delays) {
    return (call, headers) -> {
      PacedRequests requests = new PacedRequests(pause, delays, call::request);
      ServerCall<Q, R> slow =
          new SimpleForwardingServerCall<>(call) {
            @Override
            public void request(int messages) {
              requests.add(messages);
            }
          };
      return new StoppingListener<>(handler.startCall(slow, headers), requests);
    };
  }

  @Override
  public String toString() {
    return "slowReader(%s)".formatted(pause);
  }

  private static final class StoppingListener<Q> extends SimpleForwardingServerCallListener<Q> {

    private final PacedRequests requests;

    StoppingListener(ServerCall.Listener<Q> listener, PacedRequests requests) {
      super(listener);
      this.requests = requests;
    }

    @Override
    public void onCancel() {
      requests.stop();
      super.onCancel();
    }

    @Override
    public void onComplete() {
      requests.stop();
      super.onComplete();
    }
  }
}
