package dev.grapnel.client.balancing;

import static io.grpc.ConnectivityState.CONNECTING;
import static io.grpc.ConnectivityState.READY;
import static io.grpc.ConnectivityState.TRANSIENT_FAILURE;

import dev.grapnel.client.balancing.ProbationPicker.Probationer;
import dev.grapnel.core.lifecycle.Ticker;
import io.grpc.ConnectivityState;
import io.grpc.EquivalentAddressGroup;
import io.grpc.LoadBalancer;
import io.grpc.Status;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps connections to all addresses of the target and spreads calls over them. In the
 * synchronization context, but for the pickers that it publishes.
 */
final class SpreadLoadBalancer extends LoadBalancer {

  private static final Logger logger = LoggerFactory.getLogger("grpc.client");

  private final Helper helper;
  private final LoadBalancing settings;
  private final AddressEvents events;
  private final Ticker ticker;
  private final Optional<OutlierWatch> outliers;
  private final AtomicInteger sequence = new AtomicInteger(ThreadLocalRandom.current().nextInt());
  private final Map<SocketAddress, Address> addresses = new LinkedHashMap<>();
  private Status lastError = Status.UNAVAILABLE;
  private @Nullable Published published;
  private Set<String> unused = Set.of();

  /** What calls go by: the candidates, or why there are none; and those on probation. */
  private record Published(
      ConnectivityState state, Object choice, List<Probationer> probationers) {}

  SpreadLoadBalancer(Helper helper, LoadBalancing settings, AddressEvents events, Ticker ticker) {
    this.helper = helper;
    this.settings = settings;
    this.events = events;
    this.ticker = ticker;
    outliers = settings.outlierDetection().map(this::watch);
  }

  private OutlierWatch watch(OutlierDetection detection) {
    return new OutlierWatch(helper, detection, events, ticker, addresses.values(), this::publish);
  }

  @Override
  public Status acceptResolvedAddresses(ResolvedAddresses resolved) {
    Map<SocketAddress, EquivalentAddressGroup> wanted = each(resolved.getAddresses());
    if (wanted.isEmpty()) {
      Status error = Status.UNAVAILABLE.withDescription("the target has no addresses");
      handleNameResolutionError(error);
      return error;
    }
    List<Address> removed = removeAllBut(wanted);
    List<Address> added = new ArrayList<>();
    wanted.forEach((key, group) -> update(key, group).ifPresent(added::add));
    warnOfUnusedWeights();
    outliers.ifPresent(OutlierWatch::adjust);
    publish();
    removed.forEach(address -> address.lanes().forEach(Lane::close));
    added.forEach(address -> address.lanes().forEach(Lane::connect));
    return Status.OK;
  }

  /** Without new addresses, the old ones are as good as ever. */
  @Override
  public void handleNameResolutionError(Status error) {
    if (addresses.isEmpty()) {
      publish(TRANSIENT_FAILURE, PickResult.withError(error));
    }
  }

  @Override
  public void shutdown() {
    outliers.ifPresent(OutlierWatch::stop);
    addresses.values().forEach(address -> address.lanes().forEach(Lane::close));
    addresses.clear();
  }

  /** Every address for itself, with the attributes of its group; duplicates once. */
  private static Map<SocketAddress, EquivalentAddressGroup> each(
      List<EquivalentAddressGroup> groups) {
    Map<SocketAddress, EquivalentAddressGroup> each = new LinkedHashMap<>();
    for (EquivalentAddressGroup group : groups) {
      for (SocketAddress address : group.getAddresses()) {
        each.putIfAbsent(address, new EquivalentAddressGroup(address, group.getAttributes()));
      }
    }
    return each;
  }

  private List<Address> removeAllBut(Map<SocketAddress, EquivalentAddressGroup> wanted) {
    List<Address> removed = new ArrayList<>();
    addresses
        .entrySet()
        .removeIf(entry -> !wanted.containsKey(entry.getKey()) && removed.add(entry.getValue()));
    return removed;
  }

  private Optional<Address> update(SocketAddress key, EquivalentAddressGroup group) {
    Address known = addresses.get(key);
    if (known != null) {
      known.group(group);
      return Optional.empty();
    }
    List<Lane> lanes = new ArrayList<>();
    Address address = new Address(group, lanes, events, ticker);
    for (int i = 0; i < settings.connectionsPerAddress(); i++) {
      lanes.add(new Lane(helper, group, lane -> changed(address, lane)));
    }
    addresses.put(key, address);
    return Optional.of(address);
  }

  private void changed(Address address, Lane lane) {
    if (lane.isFailing()) {
      lastError = lane.error();
    }
    if (address.refresh()) {
      outliers.ifPresent(watch -> watch.readmit(address, "it is connected anew"));
    }
    publish();
  }

  private void publish() {
    List<Address> used = used();
    if (!used.isEmpty()) {
      List<Candidate> candidates = used.stream().map(Address::candidate).toList();
      List<Probationer> probationers = probationers();
      publish(
          new Published(READY, candidates, probationers),
          () -> picker(candidates, order(used), probationers));
    } else if (isAny(Lane::isConnecting)) {
      publish(CONNECTING, PickResult.withNoResult());
    } else if (!addresses.isEmpty()) {
      publish(TRANSIENT_FAILURE, PickResult.withError(lastError));
    }
  }

  /** Ejected ones are called only where there is no other, and then count as readmitted. */
  private List<Address> used() {
    List<Address> ready = addresses.values().stream().filter(Address::isReady).toList();
    if (ready.stream().noneMatch(Address::hasFullShare)) {
      outliers.ifPresent(
          watch -> ready.forEach(address -> watch.readmit(address, "no other is connected")));
    }
    return ready.stream().filter(Address::hasFullShare).toList();
  }

  private List<Probationer> probationers() {
    return addresses.values().stream()
        .filter(Address::isReady)
        .flatMap(
            address ->
                address.probation().stream()
                    .map(begun -> new Probationer(address.candidate(), begun)))
        .toList();
  }

  private static SubchannelPicker picker(
      List<Candidate> candidates, Order order, List<Probationer> probationers) {
    SpreadPicker picker = new SpreadPicker(candidates, order);
    return probationers.isEmpty()
        ? picker
        : new ProbationPicker(picker, candidates.size(), probationers);
  }

  private boolean isAny(Predicate<Lane> predicate) {
    return addresses.values().stream()
        .anyMatch(address -> address.lanes().stream().anyMatch(predicate));
  }

  private void publish(ConnectivityState state, PickResult result) {
    publish(new Published(state, result, List.of()), () -> new FixedResultPicker(result));
  }

  private void publish(Published next, Supplier<SubchannelPicker> picker) {
    if (!next.equals(published)) {
      published = next;
      helper.updateBalancingState(next.state(), picker.get());
    }
  }

  private Order order(List<Address> used) {
    return switch (settings.policy()) {
      case LoadBalancing.LEAST_REQUEST ->
          Order.leastRequest(
              used.stream().map(address -> address.candidate().statistics()).toList());
      case LoadBalancing.WEIGHTED ->
          Order.scheduled(
              sequence, WeightedSchedule.of(used.stream().mapToInt(this::weight).toArray()));
      default -> Order.roundRobin(sequence, used.size());
    };
  }

  private int weight(Address address) {
    Map<String, Integer> weights = settings.weights();
    return address.nameAmong(weights.keySet()).map(weights::get).orElse(1);
  }

  private void warnOfUnusedWeights() {
    Set<String> names = new TreeSet<>(settings.weights().keySet());
    addresses.values().forEach(address -> address.nameAmong(names).ifPresent(names::remove));
    if (!names.equals(unused) && !names.isEmpty()) {
      logger.warn("loadBalancing.weights names {}: the target has no such address", names);
    }
    unused = names;
  }
}
