package dev.grapnel.client.balancing;

import dev.grapnel.core.lifecycle.Ticker;
import io.grpc.ConnectivityState;
import io.grpc.ConnectivityStateInfo;
import io.grpc.EquivalentAddressGroup;
import io.grpc.LoadBalancer.Subchannel;
import io.grpc.NameResolver;
import io.grpc.Status;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a client knows of its connections: kept up to date by its load balancer, read by everybody.
 * One for each channel. Thread-safe.
 */
public final class ConnectionWatch implements AddressEvents {

  private static final Logger logger = LoggerFactory.getLogger("grpc.client");

  /** How a load balancer, which grpc-java makes, finds the watch of its channel. */
  public static final NameResolver.Args.Key<ConnectionWatch> KEY =
      NameResolver.Args.Key.create("dev.grapnel.client.balancing.ConnectionWatch");

  /** One connection, or one that is tried. */
  private static final class Entry {
    private volatile List<EquivalentAddressGroup> addresses;
    private volatile ConnectivityState state = ConnectivityState.IDLE;
    private volatile @Nullable String lastError;
    private volatile @Nullable String ejection;

    Entry(List<EquivalentAddressGroup> addresses) {
      this.addresses = addresses;
    }

    Connection snapshot() {
      return new Connection(
          ConnectionText.address(addresses),
          state,
          Optional.ofNullable(lastError),
          Optional.ofNullable(ejection));
    }
  }

  private final String targets;
  private final LoadBalancing loadBalancing;
  private final Duration reconnectBackoff;
  private final Ticker ticker;
  private final Map<Subchannel, Entry> entries = new ConcurrentHashMap<>();
  private final LongAdder waitingStreams = new LongAdder();
  private boolean isCutOff;
  private volatile int ready;
  private volatile @Nullable String lastError;
  private volatile @Nullable String resolutionError;
  private volatile Runnable reconnect = () -> {};

  /**
   * Creates the watch of a channel.
   *
   * @param targets the targets, for messages
   * @param loadBalancing how calls are spread
   * @param reconnectBackoff how long a lost address waits at most before it is tried again
   * @param ticker the clock
   */
  public ConnectionWatch(
      String targets, LoadBalancing loadBalancing, Duration reconnectBackoff, Ticker ticker) {
    this.targets = targets;
    this.loadBalancing = loadBalancing;
    this.reconnectBackoff = reconnectBackoff;
    this.ticker = ticker;
  }

  /**
   * Makes the load balancer that keeps watches up to date known to grpc-java.
   *
   * @return the name of its policy
   */
  public static String policy() {
    return WatchLoadBalancer.policy();
  }

  /**
   * Says how lost connections are tried at once.
   *
   * @param resetBackoff what the channel does about it
   */
  public void onReconnect(Runnable resetBackoff) {
    reconnect = resetBackoff;
  }

  /**
   * Tells whether a call would find a connection.
   *
   * @return whether at least one is ready
   */
  public boolean hasReady() {
    return ready > 0;
  }

  /**
   * Lists all connections, by address.
   *
   * @return what is known of them now
   */
  public List<Connection> connections() {
    return entries.values().stream()
        .map(Entry::snapshot)
        .sorted(Comparator.comparing(Connection::address))
        .toList();
  }

  /**
   * Counts the streams that have a connection, but wait for their peer to permit them.
   *
   * @return how many
   */
  public long waitingStreams() {
    return waitingStreams.sum();
  }

  /**
   * Returns the targets.
   *
   * @return them, for messages
   */
  public String targets() {
    return targets;
  }

  /**
   * Tells why there is no connection.
   *
   * @return what failed last, with the address it failed at
   */
  public String reason() {
    String unresolved = resolutionError;
    String error = unresolved == null ? lastError : unresolved;
    return error == null ? "no answer to the connection attempt" : error;
  }

  /**
   * Tells why a call found no connection.
   *
   * @return a sentence that names the targets and the last error
   */
  public String unreachable() {
    return "no connection to " + targets + ": " + reason();
  }

  /** How calls are spread. */
  LoadBalancing loadBalancing() {
    return loadBalancing;
  }

  Duration reconnectBackoff() {
    return reconnectBackoff;
  }

  Ticker ticker() {
    return ticker;
  }

  void reconnect() {
    reconnect.run();
  }

  void added(Subchannel subchannel, List<EquivalentAddressGroup> addresses) {
    entries.put(subchannel, new Entry(addresses));
  }

  void changed(Subchannel subchannel, ConnectivityStateInfo info) {
    Entry entry = entries.get(subchannel);
    if (entry == null) {
      return;
    }
    entry.state = info.getState();
    countReady();
    if (info.getState() == ConnectivityState.TRANSIENT_FAILURE) {
      failed(entry, ConnectionText.reason(info.getStatus()));
    } else if (info.getState() == ConnectivityState.READY) {
      connected(entry);
    }
  }

  /** Told once, however often it is tried again. */
  private void failed(Entry entry, String reason) {
    String address = ConnectionText.address(entry.addresses);
    if (entry.lastError == null) {
      logger.info(
          "no connection to {}: {}; it is tried again every {} ms or oftener",
          address,
          reason,
          reconnectBackoff.toMillis());
    }
    entry.lastError = reason;
    lastError = address + ": " + reason;
    if (ready == 0 && !isCutOff) {
      isCutOff = true;
      logger.warn("{}", unreachable());
    }
  }

  private void connected(Entry entry) {
    if (entry.lastError != null) {
      logger.info("connected to {} again", ConnectionText.address(entry.addresses));
    }
    entry.lastError = null;
    lastError = null;
    isCutOff = false;
  }

  void moved(Subchannel subchannel, List<EquivalentAddressGroup> addresses) {
    Entry entry = entries.get(subchannel);
    if (entry != null) {
      entry.addresses = addresses;
    }
  }

  void removed(Subchannel subchannel) {
    entries.remove(subchannel);
    countReady();
  }

  void resolved() {
    resolutionError = null;
  }

  void notResolved(Status status) {
    resolutionError = ConnectionText.reason(status);
  }

  /** In the channel's synchronization context, as all changes. */
  private void countReady() {
    ready =
        (int)
            entries.values().stream()
                .filter(entry -> entry.state == ConnectivityState.READY)
                .count();
  }

  @Override
  public void ejected(EquivalentAddressGroup address, String reason) {
    setEjection(address, reason);
  }

  @Override
  public void readmitted(EquivalentAddressGroup address) {
    setEjection(address, null);
  }

  private void setEjection(EquivalentAddressGroup address, @Nullable String reason) {
    for (Entry entry : entries.values()) {
      if (entry.addresses.contains(address)) {
        entry.ejection = reason;
      }
    }
  }

  @Override
  public void waitingStreams(int change) {
    waitingStreams.add(change);
  }
}
