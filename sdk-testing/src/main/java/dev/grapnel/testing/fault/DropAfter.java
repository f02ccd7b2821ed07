package dev.grapnel.testing.fault;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;

record DropAfter(int messages) implements CallFault {

  @Override
  public <Q, R> ClientCall<Q, R> client(ClientCall<Q, R> call, CallOptions options, Delays delays) {
    return new HeldBackCall<>(call, messages);
  }

  @Override
  public <Q, R> ServerCallHandler<Q, R> server(ServerCallHandler<Q, R> handler, Delays delays) {
    return (call, headers) -> handler.startCall(new LossyServerCall<>(call, messages), headers);
  }

  @Override
  public String toString() {
    return "dropAfter(%d)".formatted(messages);
  }

  /**
   * Never asks for more messages than arrive. While one is held back grpc holds back the end of the
   * call too, and still sees to its deadline and cancel; if the message were thrown away, the end
   * would come, and with it the end of the deadline's timer.
   */
  private static final class HeldBackCall<Q, R> extends SimpleForwardingClientCall<Q, R> {

    private int left;

    HeldBackCall(ClientCall<Q, R> call, int messages) {
      super(call);
      left = messages;
    }

    @Override
    public void request(int messages) {
      int granted = take(messages);
      if (granted != 0) {
        super.request(granted);
      }
    }

    private synchronized int take(int messages) {
      int granted = Math.min(left, messages);
      left -= Math.max(0, granted);
      return granted;
    }
  }

  private static final class LossyServerCall<Q, R> extends SimpleForwardingServerCall<Q, R> {

    private final int messages;
    private int sent;

    LossyServerCall(ServerCall<Q, R> call, int messages) {
      super(call);
      this.messages = messages;
    }

    @Override
    public void sendMessage(R message) {
      sent++;
      if (sent <= messages) {
        super.sendMessage(message);
      }
    }

    @Override
    public void close(Status status, Metadata trailers) {
      if (sent <= messages) {
        super.close(status, trailers);
      }
    }
  }
}
