package dev.grapnel.client.resolver;

import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;

/** What is known of one host, and when it is looked up again. Not thread-safe. */
final class KnownHost {

  /** After that many failures in a row; the last for all others. */
  private static final long[] RETRY_SECONDS = {1, 2, 5};

  /** Calls that fail ask for a look-up each: no host is looked up oftener than that. */
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  private final HostPort name;
  private List<SocketAddress> addresses = List.of();
  private String failure = "";
  private int failures;
  private boolean answered;
  private boolean pending;
  private long askedAt;
  private long dueAt;

  KnownHost(HostPort name, long now) {
    this.name = name;
    this.askedAt = now;
    this.dueAt = now;
  }

  HostPort name() {
    return name;
  }

  /** The last addresses that were found. */
  List<SocketAddress> addresses() {
    return addresses;
  }

  /** Why the last look-up failed; empty if it did not. */
  String failure() {
    return failure;
  }

  /** Whether a look-up has ever ended. */
  boolean isAnswered() {
    return answered;
  }

  boolean isPending() {
    return pending;
  }

  /** Zero or less when it is time. */
  long nanosUntilDue(long now) {
    return dueAt - now;
  }

  /** Asks for a look-up soon; one that runs will do. */
  void hurry() {
    long soonest = askedAt + SHORTEST.toNanos();
    if (soonest - dueAt < 0) {
      dueAt = soonest;
    }
  }

  void asked(long now) {
    pending = true;
    askedAt = now;
  }

  void found(List<SocketAddress> found, long now, Duration again) {
    addresses = found;
    failure = "";
    failures = 0;
    ended(now + again.toNanos());
  }

  void failed(String reason, long now) {
    failure = reason;
    int step = Math.min(failures++, RETRY_SECONDS.length - 1);
    ended(now + Duration.ofSeconds(RETRY_SECONDS[step]).toNanos());
  }

  private void ended(long nextAt) {
    pending = false;
    answered = true;
    dueAt = nextAt;
  }
}
