package dev.grapnel.client;

import dev.grapnel.core.lifecycle.Countdown;
import dev.grapnel.core.lifecycle.Ticker;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits until a channel is ready. */
final class ConnectionWait {

  private ConnectionWait() {}

  /** Returns the state that it ended in, unless the channel is ready. */
  static Optional<ConnectivityState> await(ManagedChannel channel, Duration timeout)
      throws InterruptedException {
    Countdown countdown = Countdown.start(timeout, Ticker.system());
    while (true) {
      ConnectivityState state = channel.getState(true);
      if (state == ConnectivityState.READY) {
        return Optional.empty();
      }
      CountDownLatch changed = new CountDownLatch(1);
      channel.notifyWhenStateChanged(state, changed::countDown);
      long left = TimeUnit.NANOSECONDS.convert(countdown.remaining());
      if (state == ConnectivityState.SHUTDOWN || !changed.await(left, TimeUnit.NANOSECONDS)) {
        return Optional.of(channel.getState(false)).filter(last -> last != ConnectivityState.READY);
      }
    }
  }
}
