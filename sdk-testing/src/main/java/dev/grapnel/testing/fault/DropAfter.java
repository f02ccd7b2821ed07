package dev.grapnel.testing.fault;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;

record DropAfter(int messages) implements CallFault {

  @Override
  public <Q, R> ClientCall<Q, R> client(ClientCall<Q, R> call, CallOptions options, Delays delays) {
    return new LossyClientCall<>(call, options, messages, delays);
  }

  @Override
  public <Q, R> ServerCallHandler<Q, R> server(ServerCallHandler<Q, R> handler, Delays delays) {
    return (call, headers) -> handler.startCall(new LossyServerCall<>(call, messages), headers);
  }

  @Override
  public String toString() {
    return "dropAfter(%d)".formatted(messages);
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
