package dev.grapnel.client.balancing;

import dev.grapnel.core.lifecycle.Ticker;
import io.grpc.EquivalentAddressGroup;
import io.grpc.LoadBalancer.Subchannel;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One address of the target, with its connections. In the synchronization context. */
final class Address {

  private final AddressEvents events;
  private final Ticker ticker;
  private final List<Lane> lanes;
  private EquivalentAddressGroup group;
  private @Nullable Candidate candidate;
  private boolean isEjected;
  private @Nullable Probation probation;
  private int timesEjected;
  private long ejectedUntil;

  Address(EquivalentAddressGroup group, List<Lane> lanes, AddressEvents events, Ticker ticker) {
    this.group = group;
    this.lanes = lanes;
    this.events = events;
    this.ticker = ticker;
  }

  EquivalentAddressGroup group() {
    return group;
  }

  void group(EquivalentAddressGroup changed) {
    if (!changed.equals(group)) {
      group = changed;
      lanes.forEach(lane -> lane.address(changed));
    }
  }

  Collection<Lane> lanes() {
    return lanes;
  }

  boolean isReady() {
    return candidate != null;
  }

  /** Returns what calls see of it; only while it is ready. */
  Candidate candidate() {
    return Objects.requireNonNull(candidate);
  }

  /**
   * Looks at the connections again.
   *
   * @return whether it became ready, and so is to be judged anew
   */
  boolean refresh() {
    List<Subchannel> ready = lanes.stream().filter(Lane::isReady).map(Lane::subchannel).toList();
    boolean wasReady = candidate != null;
    if (ready.isEmpty()) {
      candidate = null;
    } else if (candidate == null) {
      candidate = newCandidate(ready, new AddressStatistics());
    } else if (!candidate.connections().equals(ready)) {
      candidate = newCandidate(ready, candidate.statistics());
    }
    return !wasReady && candidate != null;
  }

  AddressSample sample(long intervalNanos, long passedNanos) {
    return candidate().statistics().sample(!hasFullShare(), intervalNanos, passedNanos);
  }

  /** On probation, calls are counted until they are enough. */
  void nextInterval() {
    candidate().statistics().nextInterval();
    if (probation == null) {
      candidate().statistics().reset();
    }
  }

  /** Whether it is neither ejected nor on probation. */
  boolean hasFullShare() {
    return !isEjected && probation == null;
  }

  boolean isEjected() {
    return isEjected;
  }

  boolean isDue(long now) {
    return isEjected && now - ejectedUntil >= 0;
  }

  Optional<Probation> probation() {
    return Optional.ofNullable(probation);
  }

  /** Returns how often it was ejected lately, this time included. */
  int eject() {
    isEjected = true;
    probation = null;
    return ++timesEjected;
  }

  void ejectedUntil(long moment) {
    ejectedUntil = moment;
  }

  void probation(Probation begun) {
    forget();
    probation = begun;
  }

  void readmit() {
    forget();
    probation = null;
  }

  /** Calls of before the ejection, which may still hang, count no more. */
  private void forget() {
    if (isEjected && candidate != null) {
      candidate = newCandidate(candidate.connections(), new AddressStatistics());
    }
    isEjected = false;
  }

  void calm() {
    timesEjected = Math.max(0, timesEjected - 1);
  }

  /** Finds the one of some names that it goes by: the name it was resolved from, or its number. */
  Optional<String> nameAmong(Set<String> names) {
    return Stream.of(authority().orElse(""), number()).filter(names::contains).findFirst();
  }

  @Override
  public String toString() {
    String number = number();
    return authority()
        .filter(name -> !name.equals(number))
        .map(name -> name + " (" + number + ")")
        .orElse(number);
  }

  private Optional<String> authority() {
    return Optional.ofNullable(
        group.getAttributes().get(EquivalentAddressGroup.ATTR_AUTHORITY_OVERRIDE));
  }

  private String number() {
    return ConnectionText.number(group.getAddresses().get(0));
  }

  private Candidate newCandidate(List<Subchannel> ready, AddressStatistics statistics) {
    return new Candidate(
        ready,
        statistics,
        new CallTracer.Factory(statistics, events, ticker, true),
        new CallTracer.Factory(statistics, events, ticker, false));
  }
}
