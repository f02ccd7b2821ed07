package dev.grapnel.client.balancing;

import io.grpc.LoadBalancer;
import io.grpc.Status;
import io.grpc.util.ForwardingLoadBalancer;
import java.util.function.UnaryOperator;

/** Adds to what a balancer is told of its addresses. */
final class AmendedLoadBalancer extends ForwardingLoadBalancer {

  private final LoadBalancer delegate;
  private final UnaryOperator<ResolvedAddresses> amend;

  AmendedLoadBalancer(LoadBalancer delegate, UnaryOperator<ResolvedAddresses> amend) {
    this.delegate = delegate;
    this.amend = amend;
  }

  @Override
  protected LoadBalancer delegate() {
    return delegate;
  }

  @Override
  public Status acceptResolvedAddresses(ResolvedAddresses addresses) {
    return delegate.acceptResolvedAddresses(amend.apply(addresses));
  }
}
