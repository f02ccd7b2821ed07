package dev.grapnel.client.balancing;

import dev.grapnel.core.lifecycle.Ticker;
import io.grpc.LoadBalancer.Helper;
import io.grpc.SynchronizationContext.ScheduledHandle;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the addresses from time to time, ejects those that do badly and lets them back later. In
 * the synchronization context.
 */
final class OutlierWatch {

  private static final Logger logger = LoggerFactory.getLogger("grpc.client");

  private final Helper helper;
  private final OutlierDetection settings;
  private final AddressEvents events;
  private final Ticker ticker;
  private final Collection<Address> addresses;
  private final Runnable changed;
  private @Nullable ScheduledHandle timer;

  /**
   * Makes one that does not watch yet.
   *
   * @param addresses those there are at any time
   * @param changed told after each comparison
   */
  OutlierWatch(
      Helper helper,
      OutlierDetection settings,
      AddressEvents events,
      Ticker ticker,
      Collection<Address> addresses,
      Runnable changed) {
    this.helper = helper;
    this.settings = settings;
    this.events = events;
    this.ticker = ticker;
    this.addresses = addresses;
    this.changed = changed;
  }

  /** Watches as long as there is something to compare; told whenever addresses come or go. */
  void adjust() {
    if (addresses.size() < 2) {
      stop();
    } else if (timer == null) {
      start();
    }
  }

  void stop() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  void readmit(Address address, String reason) {
    if (address.isEjected()) {
      address.readmit();
      events.readmitted(address.group());
      logger.info("{} is called again: {}", address, reason);
    }
  }

  private void start() {
    timer =
        helper
            .getSynchronizationContext()
            .schedule(
                this::compare,
                settings.interval().toNanos(),
                TimeUnit.NANOSECONDS,
                helper.getScheduledExecutorService());
  }

  private void compare() {
    start();
    List<Address> ready = addresses.stream().filter(Address::isReady).toList();
    List<Address> judged = ready.stream().filter(address -> !address.isEjected()).toList();
    long now = ticker.read();
    for (Address address : addresses) {
      if (address.isEjected() && address.isDue(now)) {
        readmit(address, "its time is over");
      }
    }
    List<AddressSample> samples = new ArrayList<>();
    ready.forEach(address -> samples.add(address.sample(settings.interval().toNanos())));
    for (OutlierRules.Verdict verdict : OutlierRules.judge(samples, settings)) {
      eject(ready.get(verdict.index()), verdict.reason(), now);
    }
    judged.stream().filter(address -> !address.isEjected()).forEach(Address::calm);
    changed.run();
  }

  private void eject(Address address, String reason, long now) {
    long longest = settings.maxEjection().toNanos();
    long base = settings.baseEjection().toNanos();
    int times = address.eject();
    long nanos = times > longest / base ? longest : base * times;
    address.ejectedUntil(now + nanos);
    events.ejected(address.group(), reason);
    logger.warn("{} is left out for {}: {}", address, TimeText.of(nanos), reason);
  }
}
