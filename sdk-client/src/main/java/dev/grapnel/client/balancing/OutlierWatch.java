package dev.grapnel.client.balancing;

import dev.grapnel.core.lifecycle.Ticker;
import io.grpc.LoadBalancer.Helper;
import io.grpc.SynchronizationContext.ScheduledHandle;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the addresses from time to time, ejects those that do badly and lets them back later: on
 * probation at first. In the synchronization context.
 */
final class OutlierWatch {

  private static final Logger logger = LoggerFactory.getLogger("grpc.client");

  /** How often in an interval it looks at those on probation. */
  private static final int LOOKS = 5;

  /** After so many intervals without enough calls, probation ends. */
  private static final int LONGEST_PROBATION = 2;

  private final Helper helper;
  private final OutlierDetection settings;
  private final AddressEvents events;
  private final Ticker ticker;
  private final Collection<Address> addresses;
  private final Runnable changed;
  private @Nullable ScheduledHandle timer;
  private int look;

  /**
   * Makes one that does not watch yet.
   *
   * @param addresses those there are at any time
   * @param changed told when shares may have changed
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
      look = 0;
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
    if (!address.hasFullShare()) {
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
                this::look,
                settings.interval().toNanos() / LOOKS,
                TimeUnit.NANOSECONDS,
                helper.getScheduledExecutorService());
  }

  private void look() {
    start();
    look = look % LOOKS + 1;
    List<Address> ready = addresses.stream().filter(Address::isReady).toList();
    long now = ticker.read();
    if (look == LOOKS || ready.stream().anyMatch(address -> address.probation().isPresent())) {
      long interval = settings.interval().toNanos();
      List<AddressSample> samples =
          ready.stream().map(address -> address.sample(interval, interval / LOOKS * look)).toList();
      judgeThoseOnProbation(ready, samples, now);
      if (look == LOOKS) {
        compare(ready, samples, now);
      }
      changed.run();
    }
  }

  private void judgeThoseOnProbation(List<Address> ready, List<AddressSample> samples, long now) {
    for (int i = 0; i < samples.size(); i++) {
      Address address = ready.get(i);
      Optional<Probation> probation = address.probation();
      if (probation.isEmpty()) {
        continue;
      }
      Optional<OutlierRules.Verdict> verdict = OutlierRules.judge(i, samples, settings);
      if (verdict.isPresent()) {
        eject(address, verdict.get().reason(), now);
      } else if (OutlierRules.isEnough(i, samples, settings)) {
        readmit(address, "it does as well as the others");
      } else if (look == LOOKS && probation.get().nextInterval() == LONGEST_PROBATION) {
        readmit(address, "too few calls to judge it by");
      }
    }
  }

  private void compare(List<Address> ready, List<AddressSample> samples, long now) {
    List<Address> judged = ready.stream().filter(Address::hasFullShare).toList();
    for (OutlierRules.Verdict verdict : OutlierRules.judge(samples, settings)) {
      eject(ready.get(verdict.index()), verdict.reason(), now);
    }
    judged.stream().filter(Address::hasFullShare).forEach(Address::calm);
    ready.forEach(Address::nextInterval);
    addresses.stream().filter(address -> address.isDue(now)).forEach(this::letBack);
  }

  /** Once it connects anew, it has its full share anyway. */
  private void letBack(Address address) {
    if (address.isReady()) {
      address.probation(new Probation(2 * settings.minCalls()));
      logger.info("{} gets a few calls again: its time is over", address);
    } else {
      readmit(address, "its time is over");
    }
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
