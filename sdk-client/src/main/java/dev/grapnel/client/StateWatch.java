package dev.grapnel.client;

import dev.grapnel.core.config.Toggle;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows the state of a channel until it is shut down. */
final class StateWatch {

  private static final Logger logger = LoggerFactory.getLogger("grpc.client");

  private final ManagedChannel channel;
  private final List<Consumer<ConnectivityState>> listeners;
  private final Toggle eagerConnect;

  StateWatch(
      ManagedChannel channel, List<Consumer<ConnectivityState>> listeners, Toggle eagerConnect) {
    this.channel = channel;
    this.listeners = List.copyOf(listeners);
    this.eagerConnect = eagerConnect;
  }

  /** Does nothing unless somebody wants to know. */
  void start() {
    if (eagerConnect.isOn() || !listeners.isEmpty()) {
      follow(channel.getState(eagerConnect.isOn()));
    }
  }

  private void follow(ConnectivityState known) {
    if (known != ConnectivityState.SHUTDOWN) {
      channel.notifyWhenStateChanged(known, this::changed);
    }
  }

  /** The next change is awaited only now, so listeners hear one after the other. */
  private void changed() {
    ConnectivityState state = channel.getState(eagerConnect.isOn());
    for (Consumer<ConnectivityState> listener : listeners) {
      try {
        listener.accept(state);
      } catch (Throwable e) {
        // Thrown on, it would end the watch, and with it eager connecting.
        logger.warn("a state listener failed", e);
      }
    }
    follow(state);
  }
}
