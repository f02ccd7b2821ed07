package dev.grapnel.testing.fault;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ServerCallHandler;
import java.time.Duration;

record Latency(Duration min, Duration max) implements CallFault {

  @Override
  public Latency drawn(double draw) {
    Duration delay = min.plusNanos((long) (draw * max.minus(min).toNanos()));
    return new Latency(delay, delay);
  }

  @Override
  public <Q, R> ClientCall<Q, R> client(ClientCall<Q, R> call, CallOptions options, Delays delays) {
    return min.isZero() ? call : new LateClientCall<>(call, options, min, delays);
  }

  @Override
  public <Q, R> ServerCallHandler<Q, R> server(ServerCallHandler<Q, R> handler, Delays delays) {
    return min.isZero()
        ? handler
        : (call, headers) -> LateListener.start(call, headers, handler, min, delays);
  }

  @Override
  public String toString() {
    return min.equals(max) ? "latency(%s)".formatted(min) : "latency(%s, %s)".formatted(min, max);
  }
}
