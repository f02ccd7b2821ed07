package dev.grapnel.client.balancing;

import static io.grpc.ConnectivityState.CONNECTING;
import static io.grpc.ConnectivityState.IDLE;
import static io.grpc.ConnectivityState.READY;
import static io.grpc.ConnectivityState.SHUTDOWN;
import static io.grpc.ConnectivityState.TRANSIENT_FAILURE;

import io.grpc.ConnectivityState;
import io.grpc.ConnectivityStateInfo;
import io.grpc.EquivalentAddressGroup;
import io.grpc.LoadBalancer.CreateSubchannelArgs;
import io.grpc.LoadBalancer.Helper;
import io.grpc.LoadBalancer.Subchannel;
import io.grpc.LoadBalancer.SubchannelStateListener;
import io.grpc.Status;
import java.util.List;
import java.util.function.Consumer;

/**
 * One of the connections to an address, which is made again whenever it is lost. In the
 * synchronization context.
 */
final class Lane implements SubchannelStateListener {

  private final Helper helper;
  private final Consumer<Lane> listener;
  private final Subchannel subchannel;
  private ConnectivityState state = IDLE;
  private Status error = Status.OK;

  Lane(Helper helper, EquivalentAddressGroup address, Consumer<Lane> listener) {
    this.helper = helper;
    this.listener = listener;
    subchannel =
        helper.createSubchannel(CreateSubchannelArgs.newBuilder().setAddresses(address).build());
  }

  void connect() {
    subchannel.start(this);
    subchannel.requestConnection();
  }

  /** Takes over attributes; the address itself is the same, so a connection stays. */
  void address(EquivalentAddressGroup address) {
    subchannel.updateAddresses(List.of(address));
  }

  /** Lets running calls end; grpc-java does so for calls that were picked just before, too. */
  void close() {
    state = SHUTDOWN;
    subchannel.shutdown();
  }

  Subchannel subchannel() {
    return subchannel;
  }

  boolean isReady() {
    return state == READY;
  }

  boolean isConnecting() {
    return state == CONNECTING || state == IDLE;
  }

  boolean isFailing() {
    return state == TRANSIENT_FAILURE;
  }

  /** Returns why it is failing. */
  Status error() {
    return error;
  }

  @Override
  public void onSubchannelState(ConnectivityStateInfo info) {
    ConnectivityState next = info.getState();
    if (state == SHUTDOWN || next == SHUTDOWN) {
      return;
    }
    if (next == TRANSIENT_FAILURE || next == IDLE) {
      helper.refreshNameResolution();
    }
    if (next == IDLE) {
      subchannel.requestConnection();
    }
    // It fails until it is ready: a new attempt alone is no reason to let calls wait.
    if (state == TRANSIENT_FAILURE && (next == CONNECTING || next == IDLE)) {
      return;
    }
    state = next;
    error = info.getStatus();
    listener.accept(this);
  }
}
