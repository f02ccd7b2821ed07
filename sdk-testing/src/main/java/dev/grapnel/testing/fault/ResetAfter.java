package dev.grapnel.testing.fault;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;

record ResetAfter(int messages) implements CallFault {

  static final Status RESET = Status.UNAVAILABLE.withDescription("connection reset by a fault");

  @Override
  public <Q, R> ClientCall<Q, R> client(ClientCall<Q, R> call, CallOptions options, Delays delays) {
    return new ResettingClientCall<>(call, messages);
  }

  @Override
  public <Q, R> ServerCallHandler<Q, R> server(ServerCallHandler<Q, R> handler, Delays delays) {
    return (call, headers) -> ResettingServerCall.start(call, headers, handler, messages);
  }

  @Override
  public String toString() {
    return "resetAfter(%d)".formatted(messages);
  }
}
