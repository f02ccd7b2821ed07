package dev.grapnel.testing.fault;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ServerCallHandler;

/** What a {@link Fault} does on either side. */
sealed interface CallFault extends Fault
    permits DropAfter, EndingStatus, Latency, ResetAfter, SlowReader {

  <Q, R> ClientCall<Q, R> client(ClientCall<Q, R> call, CallOptions options, Delays delays);

  <Q, R> ServerCallHandler<Q, R> server(ServerCallHandler<Q, R> handler, Delays delays);

  /** Settles what is left to chance, by a number from 0 to below 1. */
  default CallFault drawn(double draw) {
    return this;
  }

  /** Tells whether a call with this fault reaches those after it. */
  default boolean letsThrough() {
    return true;
  }
}
