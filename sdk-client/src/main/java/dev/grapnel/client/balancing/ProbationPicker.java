package dev.grapnel.client.balancing;

import io.grpc.LoadBalancer.PickResult;
import io.grpc.LoadBalancer.PickSubchannelArgs;
import io.grpc.LoadBalancer.SubchannelPicker;
import io.grpc.MethodDescriptor.MethodType;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Gives a call now and then to an address on probation, without a lock or an allocation. */
final class ProbationPicker extends SubchannelPicker {

  /** One that is on probation, as calls see it. */
  record Probationer(Candidate candidate, Probation probation) {}

  /** Every how many calls at the most often. */
  private static final int EVERY = 25;

  private final SubchannelPicker others;
  private final int every;
  private final Probationer[] probationers;
  private final AtomicInteger sequence = new AtomicInteger();

  /**
   * Makes one.
   *
   * @param others picks among the addresses that have their full share
   * @param size how many those are
   */
  ProbationPicker(SubchannelPicker others, int size, List<Probationer> probationers) {
    this.others = others;
    // No more than half of what each of the others gets.
    every = Math.max(EVERY, 2 * size);
    this.probationers = probationers.toArray(Probationer[]::new);
  }

  @Override
  public PickResult pickSubchannel(PickSubchannelArgs args) {
    int turn = sequence.getAndIncrement() & Integer.MAX_VALUE;
    if (turn % every == 0) {
      Probationer next = probationers[turn / every % probationers.length];
      if (next.probation().take()) {
        return next.candidate().next(args.getMethodDescriptor().getType() == MethodType.UNARY);
      }
    }
    return others.pickSubchannel(args);
  }
}
