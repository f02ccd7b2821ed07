package dev.grapnel.client.balancing;

import io.grpc.LoadBalancer.PickResult;
import io.grpc.LoadBalancer.PickSubchannelArgs;
import io.grpc.LoadBalancer.SubchannelPicker;
import io.grpc.MethodDescriptor.MethodType;
import java.util.List;

/** Picks a connection for each attempt of a call, without a lock or an allocation. */
final class SpreadPicker extends SubchannelPicker {

  private final Candidate[] candidates;
  private final Order order;

  SpreadPicker(List<Candidate> candidates, Order order) {
    this.candidates = candidates.toArray(Candidate[]::new);
    this.order = order;
  }

  @Override
  public PickResult pickSubchannel(PickSubchannelArgs args) {
    return candidates[order.next()].next(args.getMethodDescriptor().getType() == MethodType.UNARY);
  }
}
