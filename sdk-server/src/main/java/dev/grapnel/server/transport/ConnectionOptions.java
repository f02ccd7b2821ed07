package dev.grapnel.server.transport;

import dev.grapnel.core.config.Problems;
import dev.grapnel.core.config.Toggle;
import dev.grapnel.core.policy.KeepAlive;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How many connections a server takes, what one may cost and how long it may live. Not thread-safe.
 */
public final class ConnectionOptions {

  /** At most 10,000 connections. */
  public static final int DEFAULT_MAX_CONNECTIONS = 10_000;

  /** At most 1000 connections of one peer address. */
  public static final int DEFAULT_MAX_CONNECTIONS_PER_PEER = 1000;

  /** At most 1000 calls at the same time on one connection. */
  public static final int DEFAULT_MAX_CONCURRENT_CALLS = 1000;

  /** Clients may ping every 8 seconds: those set to the usual 10 stay clear of it. */
  public static final Duration DEFAULT_PERMIT_KEEP_ALIVE_TIME = Duration.ofSeconds(8);

  /** A connection is replaced after 10 minutes, so that new instances get their share. */
  public static final Duration DEFAULT_MAX_AGE = Duration.ofMinutes(10);

  /** Calls on a connection that is being replaced may run for 1 more hour. */
  public static final Duration DEFAULT_MAX_AGE_GRACE = Duration.ofHours(1);

  /** A connection without calls is closed after 5 minutes. */
  public static final Duration DEFAULT_MAX_IDLE = Duration.ofMinutes(5);

  /** A connection that has not finished its handshake after 10 seconds is closed. */
  public static final Duration DEFAULT_HANDSHAKE_TIMEOUT = Duration.ofSeconds(10);

  int maxConnections = DEFAULT_MAX_CONNECTIONS;
  int maxConnectionsPerPeer = DEFAULT_MAX_CONNECTIONS_PER_PEER;
  int maxConcurrentCalls = DEFAULT_MAX_CONCURRENT_CALLS;
  KeepAlive keepAlive = new KeepAlive(Duration.ofSeconds(60), Duration.ofSeconds(20));
  Duration permitKeepAliveTime = DEFAULT_PERMIT_KEEP_ALIVE_TIME;
  Toggle permitKeepAliveWithoutCalls = Toggle.ON;
  Duration maxAge = DEFAULT_MAX_AGE;
  Duration maxAgeGrace = DEFAULT_MAX_AGE_GRACE;
  Duration maxIdle = DEFAULT_MAX_IDLE;
  Duration handshakeTimeout = DEFAULT_HANDSHAKE_TIMEOUT;

  /** Creates options with the defaults. */
  public ConnectionOptions() {}

  /**
   * Sets how many connections the server takes; default 10,000. Further ones are closed at once.
   *
   * @param connections above zero
   * @return these options
   */
  public ConnectionOptions maxConnections(int connections) {
    maxConnections = connections;
    return this;
  }

  /**
   * Sets how many connections one peer may have; default 1000. A peer is an IPv4 address or an IPv6
   * network of 64 bits. Further ones are closed at once.
   *
   * @param connections above zero
   * @return these options
   */
  public ConnectionOptions maxConnectionsPerPeer(int connections) {
    maxConnectionsPerPeer = connections;
    return this;
  }

  /**
   * Sets how many calls one connection may have at the same time; default 1000. Further ones wait
   * at the client.
   *
   * @param calls above zero
   * @return these options
   */
  public ConnectionOptions maxConcurrentCalls(int calls) {
    maxConcurrentCalls = calls;
    return this;
  }

  /**
   * Sets when the server pings a silent connection; default after 60 s, closing it 20 s later.
   *
   * @param policy the times
   * @return these options
   */
  public ConnectionOptions keepAlive(KeepAlive policy) {
    keepAlive = policy;
    return this;
  }

  /**
   * Sets how often clients may ping; default every 8 s. One that pings oftener is sent away with
   * {@code too_many_pings}.
   *
   * @param time the shortest time between two pings
   * @return these options
   */
  public ConnectionOptions permitKeepAliveTime(Duration time) {
    permitKeepAliveTime = time;
    return this;
  }

  /**
   * Sets whether clients may ping while no call runs; default on.
   *
   * @param toggle on or off
   * @return these options
   */
  public ConnectionOptions permitKeepAliveWithoutCalls(Toggle toggle) {
    permitKeepAliveWithoutCalls = toggle;
    return this;
  }

  /**
   * Sets when connections are replaced; default after 10 minutes (give or take a tenth), with 1
   * hour for the calls on them to end.
   *
   * @param age how old a connection gets before the client is asked for a new one
   * @param grace how long calls may then go on; when it is over they end with UNAVAILABLE
   * @return these options
   */
  public ConnectionOptions maxAge(Duration age, Duration grace) {
    maxAge = age;
    maxAgeGrace = grace;
    return this;
  }

  /**
   * Sets when a connection without calls is closed; default after 5 minutes. Clients open a new one
   * with their next call.
   *
   * @param time above zero
   * @return these options
   */
  public ConnectionOptions maxIdle(Duration time) {
    maxIdle = time;
    return this;
  }

  /**
   * Sets how long a new connection may take to finish TLS and HTTP/2 handshakes; default 10 s.
   *
   * @param time above zero
   * @return these options
   */
  public ConnectionOptions handshakeTimeout(Duration time) {
    handshakeTimeout = time;
    return this;
  }

  /**
   * Returns when the server pings a silent connection.
   *
   * @return the times
   */
  public KeepAlive keepAlive() {
    return keepAlive;
  }

  /**
   * Returns how often clients may ping.
   *
   * @return the shortest time between two pings
   */
  public Duration permitKeepAliveTime() {
    return permitKeepAliveTime;
  }

  /**
   * Finds what is wrong with these options.
   *
   * @return the problems, each a sentence; empty when all is well
   */
  public List<String> problems() {
    List<String> problems = new ArrayList<>();
    Problems expect = Problems.into(problems);
    expect.positive("connections.maxConnections", maxConnections);
    expect.positive("connections.maxConnectionsPerPeer", maxConnectionsPerPeer);
    expect.positive("connections.maxConcurrentCalls", maxConcurrentCalls);
    expect.positive("connections.permitKeepAliveTime", permitKeepAliveTime);
    expect.positive("connections.maxAge", maxAge);
    expect.positive("connections.maxAge grace", maxAgeGrace);
    expect.positive("connections.maxIdle", maxIdle);
    expect.positive("connections.handshakeTimeout", handshakeTimeout);
    contradictions(problems);
    return problems;
  }

  /** What was left at its default gives way without a word to what was set. */
  private void contradictions(List<String> problems) {
    if (maxConnectionsPerPeer > maxConnections
        && maxConnectionsPerPeer != DEFAULT_MAX_CONNECTIONS_PER_PEER) {
      problems.add(
          "connections.maxConnectionsPerPeer is "
              + maxConnectionsPerPeer
              + ": expected at most maxConnections, which is "
              + maxConnections);
    }
    if (permitKeepAliveTime.compareTo(keepAlive.time()) > 0
        && !permitKeepAliveTime.equals(DEFAULT_PERMIT_KEEP_ALIVE_TIME)) {
      problems.add(
          "connections.permitKeepAliveTime is "
              + permitKeepAliveTime
              + ": expected at most the time of keepAlive, which is "
              + keepAlive.time()
              + ", since clients may ping as often as the server does");
    }
  }
}
