package dev.grapnel.client.balancing;

import io.grpc.ConnectivityState;
import io.grpc.ConnectivityStateInfo;
import io.grpc.EquivalentAddressGroup;
import io.grpc.LoadBalancer;
import io.grpc.LoadBalancerProvider;
import io.grpc.LoadBalancerRegistry;
import io.grpc.Status;
import io.grpc.SynchronizationContext.ScheduledHandle;
import io.grpc.util.ForwardingLoadBalancer;
import io.grpc.util.ForwardingLoadBalancerHelper;
import io.grpc.util.ForwardingSubchannel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Stands above the balancer that spreads the calls, and sees what becomes of its connections: tells
 * the channel's {@link ConnectionWatch}, keeps the wait before a reconnect short, and gives calls
 * that find no connection a text that names the targets and the last error.
 *
 * <p>grpc-java waits up to two minutes before it tries a lost address again, and offers no setting;
 * only {@code resetConnectBackoff()}, which is called here. All in the channel's synchronization
 * context.
 */
final class WatchLoadBalancer extends ForwardingLoadBalancer {

  private static final String POLICY = "grapnel_watch";

  static {
    LoadBalancerRegistry.getDefaultRegistry().register(new Provider());
  }

  private final ConnectionWatch watch;
  private final Helper helper;
  private final LoadBalancer spread;
  private final Map<Subchannel, Long> failedSince = new HashMap<>();
  private @Nullable ScheduledHandle reconnect;

  private WatchLoadBalancer(Helper helper, ConnectionWatch watch) {
    this.watch = watch;
    this.helper = helper;
    this.spread =
        Balancers.newBalancer(
            helper, WatchedHelper::new, watch.loadBalancing(), watch, watch.ticker());
  }

  /** The name under which grpc-java knows it, from this call on. */
  static String policy() {
    return POLICY;
  }

  @Override
  protected LoadBalancer delegate() {
    return spread;
  }

  /** grpc-java's forwarding one would go past what the balancer makes of the addresses. */
  @Override
  public Status acceptResolvedAddresses(ResolvedAddresses addresses) {
    watch.resolved();
    return spread.acceptResolvedAddresses(addresses);
  }

  @Override
  public void handleNameResolutionError(Status error) {
    watch.notResolved(error);
    super.handleNameResolutionError(error);
  }

  @Override
  public void shutdown() {
    if (reconnect != null) {
      reconnect.cancel();
    }
    super.shutdown();
  }

  private void changed(Subchannel subchannel, ConnectivityStateInfo info) {
    watch.changed(subchannel, info);
    if (info.getState() == ConnectivityState.TRANSIENT_FAILURE) {
      failedSince.put(subchannel, watch.ticker().read());
      scheduleReconnect(watch.reconnectBackoff().toNanos());
    } else {
      failedSince.remove(subchannel);
    }
  }

  private void removed(Subchannel subchannel) {
    watch.removed(subchannel);
    failedSince.remove(subchannel);
  }

  private void scheduleReconnect(long nanos) {
    if (reconnect == null) {
      reconnect =
          helper
              .getSynchronizationContext()
              .schedule(
                  this::reconnectIfDue,
                  nanos,
                  TimeUnit.NANOSECONDS,
                  helper.getScheduledExecutorService());
    }
  }

  /** grpc-java may have tried meanwhile by itself; then the wait counts from there. */
  private void reconnectIfDue() {
    reconnect = null;
    long now = watch.ticker().read();
    long longest = failedSince.values().stream().mapToLong(since -> now - since).max().orElse(-1);
    if (longest < 0) {
      return;
    }
    long left = watch.reconnectBackoff().toNanos() - longest;
    if (left <= 0) {
      watch.reconnect();
    } else {
      scheduleReconnect(left);
    }
  }

  private final class WatchedHelper extends ForwardingLoadBalancerHelper {

    private final Helper helper;

    WatchedHelper(Helper helper) {
      this.helper = helper;
    }

    @Override
    protected Helper delegate() {
      return helper;
    }

    @Override
    public Subchannel createSubchannel(CreateSubchannelArgs args) {
      Subchannel subchannel = super.createSubchannel(args);
      WatchedSubchannel watched = new WatchedSubchannel(subchannel);
      watch.added(watched, args.getAddresses());
      return watched;
    }

    @Override
    public void updateBalancingState(ConnectivityState state, SubchannelPicker picker) {
      super.updateBalancingState(
          state,
          state == ConnectivityState.TRANSIENT_FAILURE ? new ExplainingPicker(picker) : picker);
    }
  }

  private final class WatchedSubchannel extends ForwardingSubchannel {

    private final Subchannel subchannel;

    WatchedSubchannel(Subchannel subchannel) {
      this.subchannel = subchannel;
    }

    @Override
    protected Subchannel delegate() {
      return subchannel;
    }

    @Override
    public void start(SubchannelStateListener listener) {
      super.start(
          info -> {
            changed(this, info);
            listener.onSubchannelState(info);
          });
    }

    @Override
    public void updateAddresses(List<EquivalentAddressGroup> addresses) {
      watch.moved(this, addresses);
      super.updateAddresses(addresses);
    }

    @Override
    public void shutdown() {
      removed(this);
      super.shutdown();
    }
  }

  /** Says which targets cannot be reached, and why the last attempt failed. */
  private final class ExplainingPicker extends SubchannelPicker {

    private final SubchannelPicker picker;

    ExplainingPicker(SubchannelPicker picker) {
      this.picker = picker;
    }

    @Override
    public PickResult pickSubchannel(PickSubchannelArgs args) {
      PickResult result = picker.pickSubchannel(args);
      Status status = result.getStatus();
      return status.isOk() || result.isDrop()
          ? result
          : PickResult.withError(
              Status.UNAVAILABLE.withDescription(watch.unreachable()).withCause(status.getCause()));
    }
  }

  private static final class Provider extends LoadBalancerProvider {

    @Override
    public boolean isAvailable() {
      return true;
    }

    @Override
    public int getPriority() {
      return 5;
    }

    @Override
    public String getPolicyName() {
      return POLICY;
    }

    @Override
    public LoadBalancer newLoadBalancer(Helper helper) {
      return new WatchLoadBalancer(
          helper,
          Objects.requireNonNull(
              helper.getNameResolverArgs().getArg(ConnectionWatch.KEY),
              POLICY + " is for channels of GRPCClient only"));
    }
  }
}
