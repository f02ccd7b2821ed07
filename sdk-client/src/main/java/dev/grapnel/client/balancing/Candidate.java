package dev.grapnel.client.balancing;

import io.grpc.ClientStreamTracer;
import io.grpc.LoadBalancer.PickResult;
import io.grpc.LoadBalancer.Subchannel;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** An address that is ready, as calls see it: with its ready connections, which take turns. */
final class Candidate {

  private final List<Subchannel> connections;
  private final AddressStatistics statistics;
  private final PickResult[] unary;
  private final PickResult[] streaming;
  private final AtomicInteger turn = new AtomicInteger();

  Candidate(
      List<Subchannel> connections,
      AddressStatistics statistics,
      ClientStreamTracer.Factory unaryTracers,
      ClientStreamTracer.Factory streamingTracers) {
    this.connections = connections;
    this.statistics = statistics;
    unary = results(connections, unaryTracers);
    streaming = results(connections, streamingTracers);
  }

  private static PickResult[] results(List<Subchannel> to, ClientStreamTracer.Factory tracers) {
    return to.stream()
        .map(connection -> PickResult.withSubchannel(connection, tracers))
        .toArray(PickResult[]::new);
  }

  List<Subchannel> connections() {
    return connections;
  }

  AddressStatistics statistics() {
    return statistics;
  }

  PickResult next(boolean isUnary) {
    PickResult[] results = isUnary ? unary : streaming;
    return results.length == 1
        ? results[0]
        : results[(turn.getAndIncrement() & Integer.MAX_VALUE) % results.length];
  }
}
