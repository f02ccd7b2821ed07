package dev.grapnel.client;

import dev.grapnel.core.lifecycle.Countdown;
import dev.grapnel.core.lifecycle.Ticker;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Waits until a channel is ready. All who wait share one callback: a channel forgets callbacks only
 * when its state changes, which in an outage may take hours.
 */
final class ConnectionWait {

  private final ManagedChannel channel;
  private @Nullable ConnectivityState watched;

  ConnectionWait(ManagedChannel channel) {
    this.channel = channel;
  }

  /** Returns the state that it ended in, unless the channel is ready. */
  synchronized Optional<ConnectivityState> await(Duration timeout) throws InterruptedException {
    Countdown countdown = Countdown.start(timeout, Ticker.system());
    while (true) {
      ConnectivityState state = channel.getState(true);
      if (state == ConnectivityState.READY) {
        return Optional.empty();
      }
      long left = TimeUnit.NANOSECONDS.convert(countdown.remaining());
      if (state == ConnectivityState.SHUTDOWN || left <= 0) {
        return Optional.of(state);
      }
      watch(state);
      // With a direct executor it may have changed, and have been told, on this very thread.
      if (watched != null) {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
    }
  }

  private void watch(ConnectivityState state) {
    if (watched != state) {
      watched = state;
      channel.notifyWhenStateChanged(state, this::changed);
    }
  }

  private synchronized void changed() {
    watched = null;
    notifyAll();
  }
}
